from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "marketplace.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers of the outbox, and what people do with orders."""
        from marketplace.accounts.groups import operators_see
        from marketplace.orders import (
            acts,
            tasks,  # noqa: F401 - registers itself
            trail,
        )

        acts.register_all()
        trail.register_all()
        operators_see("orders")
