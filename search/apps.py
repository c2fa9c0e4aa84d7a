from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.analysis.additions import take_from
        from search.synonyms.live import live

        take_from(live.current)
