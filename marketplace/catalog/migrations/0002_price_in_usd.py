"""What a price is worth, so that lists compare prices of all money. On PostgreSQL the table is written anew once."""

from decimal import Decimal

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Round


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="good",
            name="usd_factor",
            field=models.DecimalField(
                blank=True, db_default=Decimal(1), decimal_places=12, default=Decimal(1), max_digits=20, null=True
            ),
        ),
        migrations.AddField(
            model_name="good",
            name="price_usd",
            field=models.GeneratedField(
                db_persist=True,
                expression=Round(F("price_from") * F("usd_factor"), precision=5),
                output_field=models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="good",
            index=models.Index(fields=["status", "price_usd", "id"], name="good_by_price_in_usd"),
        ),
        migrations.AddIndex(
            model_name="good",
            index=models.Index(
                fields=[
                    "status",
                    "category",
                    "county",
                    "is_gi_protected",
                    "is_cold_chain",
                    "season_mask",
                    "producer",
                    "price_usd",
                ],
                name="good_for_facets_in_usd",
            ),
        ),
        migrations.AddIndex(
            model_name="good",
            index=models.Index(
                F("price_currency"), F("id"), condition=~Q(price_currency="USD"), name="good_in_other_money"
            ),
        ),
    ]
