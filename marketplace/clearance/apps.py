from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    name = "marketplace.clearance"
    label = "clearance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register check, handlers and poller, and what the audit trail asks."""
        from marketplace.accounts.groups import operators_see
        from marketplace.clearance import (
            certificates,  # noqa: F401 - registers itself
            tasks,  # noqa: F401 - registers itself
            trail,
        )

        trail.register_all()
        operators_see("clearance")
