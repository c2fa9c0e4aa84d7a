from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "cms.fairs"
    label = "cms_fairs"
    default_auto_field = "django.db.models.BigAutoField"
