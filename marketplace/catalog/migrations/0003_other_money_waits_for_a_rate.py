"""Goods priced in other money are not worth so many USD: the worker gives them their rate when it starts."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away the factor that the new column began with."""
    apps.get_model("catalog", "Good").objects.exclude(price_currency="USD").update(usd_factor=None)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_price_in_usd")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
