from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "cms.centres"
    label = "cms_centres"
    default_auto_field = "django.db.models.BigAutoField"
