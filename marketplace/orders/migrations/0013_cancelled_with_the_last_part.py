"""An order of which every part was declined stood as placed for ever; it is cancelled with its last part."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Exists, OuterRef


def cancel(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parts = apps.get_model("orders", "ProducerOrder").objects.filter(order=OuterRef("pk"))
    standing = parts.exclude(status__in=["declined", "cancelled"])
    placed = apps.get_model("orders", "Order").objects.filter(Exists(parts), ~Exists(standing), status="placed")
    placed.update(status="cancelled")


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_buyers_cancel")]

    operations = [
        # Before it, an order said so by its parts alone: they are not touched, so there is nothing to take back.
        migrations.RunPython(cancel, migrations.RunPython.noop, elidable=True),
    ]
