from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "marketplace.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register periodic work, and the lines of the operators' menu."""
        from marketplace.operations import (
            menu,
            tasks,  # noqa: F401 - registers itself
        )

        menu.register_all()
