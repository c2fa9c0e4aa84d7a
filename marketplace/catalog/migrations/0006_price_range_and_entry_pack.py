"""What a card says of a good: from which price to which, and which pack its minimum belongs to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_good_for_producer_counts")]

    operations = [
        migrations.AddField(
            model_name="good",
            name="price_to",
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="good",
            name="entry_pack",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.pack",
            ),
        ),
    ]
