"""Pictures that editors brought before are cleaned of place and camera by the worker, a few at a time."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps
from django.utils import timezone


def ask_for_it(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if not apps.get_model("cms_blocks", "SiteImage").objects.exists():
        return
    now = timezone.now()
    apps.get_model("outbox", "OutboxMessage").objects.get_or_create(
        topic="cms.images.to_clean", dedupe_key="after 0",
        defaults={
            "lane": "pictures", "payload": {"after": 0}, "available_at": now, "retry_since": now, "created_at": now,
        },
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cms_blocks", "0003_documents_of_before"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(ask_for_it, migrations.RunPython.noop)]
