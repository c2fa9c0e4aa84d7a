from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "marketplace.storefront"
    label = "storefront"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from marketplace.storefront.sign_in import keep_basket

        user_logged_in.connect(keep_basket, dispatch_uid="storefront.keep_basket")
