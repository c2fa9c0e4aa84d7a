"""Wagtail calls its root page, root collection and first workflow by English words: give them names of the market.

What somebody has named already keeps its name.
"""

from typing import Any

from django.db import migrations

ROOT = "红河集市 · Honghe"
WORKFLOW = "审核 · Duyệt"


def name(apps: Any, schema_editor: Any) -> None:
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root").update(title=ROOT, draft_title=ROOT)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name=ROOT)
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(name=WORKFLOW)


class Migration(migrations.Migration):

    dependencies = [
        ("cms_home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
