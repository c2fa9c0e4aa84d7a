from django.apps import AppConfig


class SearchLogConfig(AppConfig):
    name = "marketplace.search_log"
    label = "search_log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.search_log import tasks  # noqa: F401 - registers itself
