from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "marketplace.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.accounts.groups import operators_see
        from marketplace.payments import (
            tasks,  # noqa: F401 - registers the handlers and the order's effects
            trail,
        )

        trail.register_all()
        operators_see("payments")
