"""The list of former guids is rows by now. Its column stays, empty in new rows, for the release before; the next drops it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("clearance", "0003_former_messages_get_rows"),
    ]

    operations = [
        migrations.AlterField(
            model_name="handoff",
            name="former_guids",
            field=models.JSONField(default=list, null=True),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="handoff", name="former_guids")],
        ),
    ]
