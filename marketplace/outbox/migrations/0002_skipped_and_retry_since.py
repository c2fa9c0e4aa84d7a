import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="retry_since",
            field=models.DateTimeField(default=datetime.datetime(2026, 11, 1, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
    ]
