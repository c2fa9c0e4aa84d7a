"""A part that was cancelled by its buyer is known."""

from django.db import migrations, models
from django.db.models import Q

REASONS = [
    ("company_refused", "The buyer company was not admitted."),
    ("verification_expired", "The buyer company was not verified in time."),
    ("by_buyer", "The buyer cancelled."),
    ("not_orderable", "Some of these goods could no longer be ordered when the company was verified."),
    ("other", "Cancelled"),
]


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_columns_of_languages_go")]

    operations = [
        migrations.AlterField(
            model_name="producerorder",
            name="cancel_reason",
            field=models.CharField(blank=True, choices=REASONS, db_default="", max_length=20),
        ),
        migrations.RemoveConstraint(model_name="producerorder", name="producer_order_cancel_reason_is_known"),
        migrations.AddConstraint(
            model_name="producerorder",
            constraint=models.CheckConstraint(
                condition=Q(cancel_reason__in=["", *(key for key, _label in REASONS)]),
                name="producer_order_cancel_reason_is_known",
            ),
        ),
    ]
