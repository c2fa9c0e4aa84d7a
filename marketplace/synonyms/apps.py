from django.apps import AppConfig


class SynonymsConfig(AppConfig):
    name = "marketplace.synonyms"
    label = "synonyms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.accounts.groups import operators_see
        from marketplace.synonyms.live import live
        from search.analysis.additions import take_from

        operators_see("synonyms")
        take_from(live.current)
