from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "marketplace.pricing"
    label = "pricing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the catalogue the rates by which prices are compared, and register what follows a new one."""
        from marketplace.catalog.conversion import convert_with
        from marketplace.pricing import (
            acts,
            tasks,  # noqa: F401 - registers itself
        )
        from marketplace.pricing.selectors import usd_factor

        convert_with(usd_factor)
        acts.register_all()
