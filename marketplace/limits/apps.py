from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "marketplace.limits"
    label = "limits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.limits import tasks  # noqa: F401 - registers the periodic task
