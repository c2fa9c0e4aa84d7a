"""The acts of operators on synonyms."""

from marketplace.synonyms.services.acts import add_synonyms, change_synonyms, delete_synonyms
from marketplace.synonyms.services.groups import Draft

__all__ = ["Draft", "add_synonyms", "change_synonyms", "delete_synonyms"]
