from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "marketplace.pricing"
    label = "pricing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the catalogue the rates by which prices are compared, and what reviews compare."""
        from marketplace.accounts.groups import operators_see
        from marketplace.catalog.conversion import convert_with
        from marketplace.catalog.facts import describes
        from marketplace.pricing import (
            acts,
            tasks,  # noqa: F401 - registers itself
        )
        from marketplace.pricing.selectors import price_facts, usd_factor

        convert_with(usd_factor)
        describes("prices", price_facts)
        acts.register_all()
        operators_see("pricing")
