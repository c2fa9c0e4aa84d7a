"""When a model moves from one room to another: its table stays, what is kept under its name comes along.

For migrations. They are published with what stands here, so that it is never changed in what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.migrations import CreateModel

Step = Callable[[Any, Any], None]


def names_follow(*models: str, source: str, target: str) -> tuple[Step, Step]:
    """Return what ``RunPython`` runs forwards and backwards so that rights and trail follow moved models.

    Permissions, groups' and people's, and everything else that points at a content type keeps its rows: the content
    type takes the new label. Events in the audit trail name their subject by the new one.

    Args:
        models: their names in lower case.
        source: label of the app that they leave.
        target: label of the app that they come to.
    """
    return _renaming(models, source, target), _renaming(models, target, source)


def _renaming(models: Sequence[str], source: str, target: str) -> Step:
    def rename(apps: Any, schema_editor: Any) -> None:
        alias = schema_editor.connection.alias
        types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
        events = apps.get_model("audit", "AuditEvent").objects.using(alias)
        for model in models:
            types.filter(app_label=source, model=model).update(app_label=target)
            events.filter(subject_type=f"{source}.{model}").update(subject_type=f"{target}.{model}")

    return rename


class CreateUnlessThere(CreateModel):
    """Make the table of a model, unless the room that it came from made it: where that room keeps no migrations.

    Undone, the table stays: the release before has it as well.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        if table not in schema_editor.connection.introspection.table_names():
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Leave the table."""
