"""The lowest price has a highest beside it."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_entry_pack_of_goods")]

    operations = [
        migrations.AddConstraint(
            model_name="good",
            constraint=models.CheckConstraint(
                condition=Q(price_from__isnull=True, price_to__isnull=True)
                | Q(price_from__isnull=False, price_to__isnull=False, price_to__gte=F("price_from")),
                name="good_price_is_a_range",
            ),
        ),
    ]
