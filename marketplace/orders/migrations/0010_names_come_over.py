from collections.abc import Iterator
from typing import Any

from django.db import migrations

BATCH = 1_000
# Language code -> suffix of the columns that hold its texts until now.
LANGUAGES = {"zh-hans": "zh_hans", "vi": "vi", "en": "en"}
# Model -> new column -> what the old ones begin with.
COLUMNS = {
    "Order": {"delivery_places": "delivery_place"},
    "OrderLine": {"names": "name", "pack_names": "pack_name"},
}


def batches(model: Any, alias: str) -> Iterator[list[Any]]:
    """Go through a table of any size, a thousand rows at a time."""
    last = 0
    while rows := list(model.objects.using(alias).filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield rows
        last = rows[-1].pk


def forwards(apps: Any, schema_editor: Any) -> None:
    """Gather what stands in the column of each language; an empty text is none."""
    for name, columns in COLUMNS.items():
        model = apps.get_model("orders", name)
        for rows in batches(model, schema_editor.connection.alias):
            for row in rows:
                for new, old in columns.items():
                    texts = {code: getattr(row, f"{old}_{suffix}") for code, suffix in LANGUAGES.items()}
                    setattr(row, new, {code: text for code, text in texts.items() if text})
            model.objects.using(schema_editor.connection.alias).bulk_update(rows, list(columns))


def backwards(apps: Any, schema_editor: Any) -> None:
    """Spread them over the columns of the three languages again; a fourth has no place there."""
    for name, columns in COLUMNS.items():
        model = apps.get_model("orders", name)
        old_columns = [f"{old}_{suffix}" for old in columns.values() for suffix in LANGUAGES.values()]
        for rows in batches(model, schema_editor.connection.alias):
            for row in rows:
                for new, old in columns.items():
                    for code, suffix in LANGUAGES.items():
                        setattr(row, f"{old}_{suffix}", getattr(row, new).get(code, ""))
            model.objects.using(schema_editor.connection.alias).bulk_update(rows, old_columns)


class Migration(migrations.Migration):
    """What was copied with an order comes over into the columns by language."""

    dependencies = [("orders", "0009_names_by_language")]

    operations = [migrations.RunPython(forwards, backwards)]
