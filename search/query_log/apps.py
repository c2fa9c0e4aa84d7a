from django.apps import AppConfig


class QueryLogConfig(AppConfig):
    name = "search.query_log"
    label = "query_log"
    default_auto_field = "django.db.models.BigAutoField"
