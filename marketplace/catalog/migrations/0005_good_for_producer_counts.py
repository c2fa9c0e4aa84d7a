"""Producers are counted under the filters of a list from this index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_usd_is_worth_itself")]

    operations = [
        migrations.AddIndex(
            model_name="good",
            index=models.Index(
                fields=[
                    "status",
                    "producer",
                    "category",
                    "county",
                    "is_gi_protected",
                    "is_cold_chain",
                    "season_mask",
                    "price_usd",
                ],
                name="good_for_producer_counts",
            ),
        )
    ]
