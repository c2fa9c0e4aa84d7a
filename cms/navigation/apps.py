from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "cms.navigation"
    label = "cms_navigation"
    default_auto_field = "django.db.models.BigAutoField"
