from django.db import migrations, models


class Migration(migrations.Migration):
    """Frozen names are kept by language in one column each, so that another language changes no table."""

    dependencies = [("orders", "0008_body_of_the_key")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="delivery_places",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="orderline", name="names", field=models.JSONField(db_default={}, default=dict)
        ),
        migrations.AddField(
            model_name="orderline",
            name="pack_names",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
