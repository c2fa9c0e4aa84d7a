from typing import Any

from django.db import migrations
from django.db.models import F


def say_when(apps: Any, schema_editor: Any) -> None:
    """No service ever cancelled a part before; what was set by hand gets the instant at which it was placed."""
    parts = apps.get_model("orders", "ProducerOrder").objects
    parts.filter(status="cancelled").update(cancelled_at=F("placed_at"), cancel_reason="other")


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0003_awaiting_verification"),
    ]

    operations = [
        migrations.RunPython(say_when, migrations.RunPython.noop),
    ]
