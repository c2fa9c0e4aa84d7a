"""Writes to companies: sign-up, members, review."""

from marketplace.companies.services.membership import add_member
from marketplace.companies.services.registration import register_buyer_company
from marketplace.companies.services.review import suspend_company, verify_company

__all__ = ["add_member", "register_buyer_company", "suspend_company", "verify_company"]
