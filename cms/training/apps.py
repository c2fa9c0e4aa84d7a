from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "cms_training"
    default_auto_field = "django.db.models.BigAutoField"
