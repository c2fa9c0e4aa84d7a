from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from marketplace.accounts import tasks  # noqa: F401 - registers itself
        from marketplace.accounts.middleware import remember_set_up

        authenticator_added.connect(remember_set_up, dispatch_uid="accounts.remember_set_up")
