"""For whom somebody acts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from marketplace.companies.models import Company, CompanyKind, Membership, Role

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


def people_of(company_id: int, *, roles: Collection[Role] = ()) -> list[User]:
    """Return who is told what concerns a company: its active people in one of ``roles``, or all of them where none has
    such a role or none is asked for. Empty where nobody of it can sign in. One query.
    """
    members = Membership.objects.filter(company_id=company_id, user__is_active=True)
    people = list(members.select_related("user").order_by("pk"))
    chosen = [one.user for one in people if one.role in roles]
    return chosen or [one.user for one in people]
