"""Writes to companies: sign-up, members, review."""

from marketplace.companies.services.correction import resubmit_company
from marketplace.companies.services.membership import add_member, change_roles
from marketplace.companies.services.registration import register_buyer_company
from marketplace.companies.services.review import (
    lift_suspension,
    refuse_company,
    reopen_company,
    return_company,
    suspend_company,
    verify_company,
)

__all__ = [
    "add_member",
    "change_roles",
    "lift_suspension",
    "refuse_company",
    "register_buyer_company",
    "reopen_company",
    "resubmit_company",
    "return_company",
    "suspend_company",
    "verify_company",
]
