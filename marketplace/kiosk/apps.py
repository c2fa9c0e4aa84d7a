from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "marketplace.kiosk"
    label = "kiosk"
    default_auto_field = "django.db.models.BigAutoField"
