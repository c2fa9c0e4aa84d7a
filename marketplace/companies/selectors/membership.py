"""For whom somebody acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.companies.models import Company, CompanyKind, Membership

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def membership_of(user: User, kind: CompanyKind) -> Membership | None:
    """Return the first membership of ``user`` in a company of ``kind`` with its company loaded, or None. One query."""
    return (
        Membership.objects.filter(user=user, company__kind=kind)
        .select_related("company", "company__county")
        .order_by("pk")
        .first()
    )


def companies_of(user: User) -> list[Company]:
    """Return every company that ``user`` acts for, oldest membership first. One query."""
    return [one.company for one in Membership.objects.filter(user=user).select_related("company").order_by("pk")]
