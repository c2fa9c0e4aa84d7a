from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what operators see of the rooms below, and what follows a second factor."""
        from allauth.mfa.signals import authenticator_added
        from django.db.models.signals import post_migrate, pre_migrate

        from marketplace.accounts import (
            groups,
            tasks,  # noqa: F401 - registers itself
        )
        from marketplace.accounts.middleware import remember_set_up

        for label in ("outbox", "reference"):
            groups.operators_see(label)
        groups.operators_see("audit", change=False)
        pre_migrate.connect(groups.remember_permissions, sender=self, dispatch_uid="accounts.remember_permissions")
        post_migrate.connect(groups.give_new_permissions, dispatch_uid="accounts.give_new_permissions")
        authenticator_added.connect(remember_set_up, dispatch_uid="accounts.remember_set_up")
