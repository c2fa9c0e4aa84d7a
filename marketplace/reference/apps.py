from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "marketplace.reference"
    label = "reference"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the search finds."""
        from marketplace.reference.documents import CountySource
        from search.documents import register

        register(CountySource())
