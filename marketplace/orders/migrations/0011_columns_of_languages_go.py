from typing import Any

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Coalesce

LENGTHS = {
    ("order", "delivery_place"): 80,
    ("orderline", "name"): 200,
    ("orderline", "pack_name"): 120,
}
COLUMNS = [
    (model, f"{text}_{suffix}", length) for (model, text), length in LENGTHS.items() for suffix in ("zh_hans", "vi", "en")
]


def bring_back(apps: Any, schema_editor: Any) -> None:
    """On the way back: the columns are there, and no row lacks its text; the step before then writes what it was.

    SQLite drops a column that its model does not know as soon as it makes the table anew.
    """
    connection = schema_editor.connection
    for label in ("order", "orderline"):
        model = apps.get_model("orders", label)
        names = [name for of, name, _length in COLUMNS if of == label]
        with connection.cursor() as cursor:
            table = connection.introspection.get_table_description(cursor, model._meta.db_table)
        for name in set(names) - {column.name for column in table}:
            schema_editor.add_field(model, model._meta.get_field(name))
        # Each row once: what was changed twice in a transaction, PostgreSQL lets nobody alter before its end.
        filled = {name: Coalesce(name, Value("")) for name in names}
        model.objects.using(connection.alias).update(**filled)


class Migration(migrations.Migration):
    """The columns of the three languages go from the models. They stay in the tables for one release, empty for new rows,
    so that the code of before runs beside this one.
    """

    dependencies = [("orders", "0010_names_come_over")]

    operations = [
        *(
            migrations.AlterField(model_name=model, name=name, field=models.CharField(max_length=length, null=True))
            for model, name, length in COLUMNS
        ),
        migrations.RunPython(migrations.RunPython.noop, bring_back),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name=model, name=name) for model, name, _length in COLUMNS]
        ),
    ]
