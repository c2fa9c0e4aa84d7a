from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "marketplace.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers of the outbox, what the search finds, and what people do with goods."""
        from marketplace.accounts.groups import operators_see
        from marketplace.catalog import (
            acts,
            tasks,  # noqa: F401 - registers itself
            trail,
        )
        from marketplace.catalog.documents import CategorySource, GoodSource
        from search.documents import register

        register(GoodSource())
        register(CategorySource())
        acts.register_all()
        trail.register_all()
        operators_see("catalog")
