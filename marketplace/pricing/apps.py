from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "marketplace.pricing"
    label = "pricing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the catalogue the rates by which prices are compared."""
        from marketplace.catalog.conversion import convert_with
        from marketplace.pricing.selectors import in_usd

        convert_with(in_usd)
