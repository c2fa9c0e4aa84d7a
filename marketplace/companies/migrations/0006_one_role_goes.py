from django.db import migrations, models


class Migration(migrations.Migration):
    """The column of the one role goes; coming back it is filled from the sets by the step before."""

    dependencies = [("companies", "0005_roles_come_over")]

    operations = [
        # A default for the way back alone: the column is made over rows that are there.
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(max_length=12, default="owner"),
        ),
        migrations.RemoveField(model_name="membership", name="role"),
    ]
