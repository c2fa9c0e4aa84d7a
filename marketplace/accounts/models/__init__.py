"""People who sign in. What they may do in which company stands in ``companies``."""

from marketplace.accounts.models.users import User, UserManager

__all__ = ["User", "UserManager"]
