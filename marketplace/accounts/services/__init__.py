"""Changes to a person's account that allauth does not make."""

from marketplace.accounts.services.profile import update_profile

__all__ = ["update_profile"]
