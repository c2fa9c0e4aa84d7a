"""Reads of companies."""

from marketplace.companies.selectors.membership import (
    colleague,
    companies_of,
    member_of_anybody,
    members_of,
    membership_in,
    membership_of,
    memberships_of,
    people_of,
)
from marketplace.companies.selectors.producers import producer_by_slug, producers
from marketplace.companies.selectors.rights import ensure_may, people_who_may
from marketplace.companies.selectors.words import last_word, last_words

__all__ = [
    "colleague",
    "companies_of",
    "ensure_may",
    "last_word",
    "last_words",
    "member_of_anybody",
    "members_of",
    "membership_in",
    "membership_of",
    "memberships_of",
    "people_of",
    "people_who_may",
    "producer_by_slug",
    "producers",
]
