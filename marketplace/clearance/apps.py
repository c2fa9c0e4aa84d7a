from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    name = "marketplace.clearance"
    label = "clearance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.clearance import certificates, tasks  # noqa: F401 - registers check, handlers and poller
