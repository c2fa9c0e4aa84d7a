from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "marketplace.kiosk"
    label = "kiosk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.kiosk import tasks  # noqa: F401 - registers the periodic task
