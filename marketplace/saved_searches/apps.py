from django.apps import AppConfig


class SavedSearchesConfig(AppConfig):
    name = "marketplace.saved_searches"
    label = "saved_searches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.catalog.announcements import announce_to
        from marketplace.saved_searches import tasks  # noqa: F401 - registers itself
        from marketplace.saved_searches.services import note_changed_documents

        announce_to(note_changed_documents)
