from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "cms.blocks"
    label = "cms_blocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the pages into the search, the sitemap and the outbox."""
        from cms.blocks import found, publishing, tasks
        from marketplace.storefront import registry
        from search import documents

        documents.register(found.PageSource())
        registry.add_to_sitemap("pages", found.sitemap_entries)
        publishing.connect()
        del tasks  # imported for its handlers
