from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "marketplace.storefront"
    label = "storefront"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the lines of the account's menu, and keep a visitor's basket at sign-in."""
        from django.contrib.auth.signals import user_logged_in

        from marketplace.storefront import menu
        from marketplace.storefront.sign_in import keep_basket

        menu.register_all()
        user_logged_in.connect(keep_basket, dispatch_uid="storefront.keep_basket")
