"""Parts that were placed before have a day until which they are answered, and it is known whom they reached."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, F, OuterRef

from marketplace.reference.working_days import deadline

BATCH = 500
# The setting's default at the time of this migration: what was promised then is not changed by a setting of today.
WORKING_DAYS = 2


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Everybody of the producer was mailed at placing; who had nobody reached nobody, and the worker alarms now."""
    parts = apps.get_model("orders", "ProducerOrder").objects.filter(placed_at__isnull=False)
    members = apps.get_model("companies", "Membership").objects.filter(company=OuterRef("producer"))
    parts.filter(Exists(members), told_at__isnull=True).update(told_at=F("placed_at"))
    while batch := list(parts.filter(answer_due_at__isnull=True).select_related("producer").order_by("pk")[:BATCH]):
        for part in batch:
            part.answer_due_at = deadline(part.placed_at, working_days=WORKING_DAYS, country=part.producer.country)
        parts.bulk_update(batch, ["answer_due_at"])


class Migration(migrations.Migration):
    dependencies = [("orders", "0006_answer_is_due")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
