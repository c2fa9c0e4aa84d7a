from django.apps import AppConfig


class ProducerPortalConfig(AppConfig):
    name = "marketplace.producer_portal"
    label = "producer_portal"
    default_auto_field = "django.db.models.BigAutoField"
