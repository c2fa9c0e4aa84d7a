"""People who sign in, and what they look for. What they may do in which company stands in ``companies``."""

from marketplace.accounts.models.searches import ChangedDocument, RecentSearch, SavedSearch, SavedSearchNotice
from marketplace.accounts.models.users import User, UserManager

__all__ = ["ChangedDocument", "RecentSearch", "SavedSearch", "SavedSearchNotice", "User", "UserManager"]
