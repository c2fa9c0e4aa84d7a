from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "cms.policies"
    label = "cms_policies"
    default_auto_field = "django.db.models.BigAutoField"
