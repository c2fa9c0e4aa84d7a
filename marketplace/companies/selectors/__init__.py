"""Reads of companies."""

from marketplace.companies.selectors.membership import companies_of, membership_of, people_of
from marketplace.companies.selectors.producers import producer_by_slug, producers

__all__ = ["companies_of", "membership_of", "people_of", "producer_by_slug", "producers"]
