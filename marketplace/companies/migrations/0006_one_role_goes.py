from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Write something into the column of rows that never had it."""
    Membership = apps.get_model("companies", "Membership")
    Membership.objects.using(schema_editor.connection.alias).filter(role=None).update(role="owner")


class Migration(migrations.Migration):
    """The one role goes from the model; its column stays for one release, empty for new rows, so that the code of before
    runs beside it. Coming back it is filled from the sets by the step before.
    """

    dependencies = [("companies", "0005_roles_come_over")]

    operations = [
        migrations.AlterField(
            model_name="membership", name="role", field=models.CharField(max_length=12, null=True, default="owner")
        ),
        # On the way back no row may be empty; the step before then writes what was held.
        migrations.RunPython(migrations.RunPython.noop, fill),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="membership", name="role")]
        ),
    ]
