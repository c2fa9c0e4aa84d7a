from django.apps import AppConfig


class ProducerPortalConfig(AppConfig):
    name = "marketplace.producer_portal"
    label = "producer_portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the tabs of the portal."""
        from marketplace.producer_portal import menu

        menu.register_all()
