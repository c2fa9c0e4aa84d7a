"""What the new columns promise; the indexes of the old ones go."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_other_money_waits_for_a_rate")]

    operations = [
        migrations.AddConstraint(
            model_name="good",
            constraint=models.CheckConstraint(
                condition=Q(usd_factor__isnull=True) | Q(usd_factor__gt=0), name="good_usd_factor_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="good",
            constraint=models.CheckConstraint(
                condition=~Q(price_currency="USD") | Q(usd_factor__isnull=False, usd_factor=1),
                name="good_usd_is_worth_itself",
            ),
        ),
        migrations.RemoveIndex(model_name="good", name="good_by_price"),
        migrations.RemoveIndex(model_name="good", name="good_for_facets"),
    ]
