from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "marketplace.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers of the outbox, what people do with orders, and what keeps them from it."""
        from marketplace.accounts.groups import operators_see
        from marketplace.orders import (
            acts,
            standard_checks,
            tasks,  # noqa: F401 - registers itself
            trail,
        )

        acts.register_all()
        standard_checks.register_all()
        trail.register_all()
        operators_see("orders")
