from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "cms.home"
    label = "cms_home"
    default_auto_field = "django.db.models.BigAutoField"
