from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "cms.navigation"
    label = "cms_navigation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the storefront its menus."""
        from cms.navigation.selectors import menus
        from marketplace.storefront import registry

        registry.fill_menus(menus)
