"""For whom somebody acts, and in which roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from marketplace.companies.models import Company, CompanyKind, Membership, MembershipRole, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User


def membership_of(user: User, kind: CompanyKind) -> Membership | None:
    """Return the first membership of ``user`` in a company of ``kind`` with company and roles, or None. One query."""
    return next(iter(_whole(_held(user).filter(membership__company__kind=kind))), None)


def membership_in(user: User, company_id: int) -> Membership | None:
    """Return the membership of ``user`` in one company with company and roles, or None. One query."""
    return next(iter(_whole(_held(user).filter(membership__company_id=company_id))), None)


def memberships_of(user: User) -> list[Membership]:
    """Return all memberships of ``user`` with company and roles, oldest first. One query."""
    return _whole(_held(user))


def companies_of(user: User) -> list[Company]:
    """Return every company that ``user`` acts for, oldest membership first. One query."""
    return [one.company for one in memberships_of(user)]


def members_of(company_ids: Collection[int], *, limit: int) -> dict[int, list[Membership]]:
    """Return the people of companies with their roles, by company, oldest membership first. Two queries.

    Args:
        company_ids: primary keys.
        limit: how many people at most, over all of them.
    """
    found: dict[int, list[Membership]] = {}
    members = Membership.objects.filter(company_id__in=company_ids, user__is_active=True).order_by("pk")
    for one in members.select_related("user").prefetch_related("held_roles")[:limit]:
        found.setdefault(one.company_id, []).append(one)
    return found


def colleague(user: User, membership_id: int) -> Membership | None:
    """Return a membership in a company that ``user`` acts for too, with its person; None for any other. One query."""
    together = Membership.objects.filter(company__memberships__user=user)
    return together.select_related("user").filter(pk=membership_id).first()


def member_of_anybody(membership_id: int) -> Membership | None:
    """Return a membership whoever's it is: to write into the audit trail who reached for it, and for nothing else."""
    return Membership.objects.filter(pk=membership_id).first()


def people_of(company_id: int, *, roles: Collection[Role] = ()) -> list[User]:
    """Return who is told what concerns a company: its active people in one of ``roles``, or all of them where none has
    such a role or none is asked for. Empty where nobody of it can sign in. One query.
    """
    held = MembershipRole.objects.filter(membership__company_id=company_id, membership__user__is_active=True)
    rows = list(held.select_related("membership__user").order_by("membership_id", "pk"))
    chosen = [one for one in rows if one.role in roles] or rows
    return list({one.membership_id: one.membership.user for one in chosen}.values())


def _held(user: User) -> QuerySet[MembershipRole]:
    found = MembershipRole.objects.filter(membership__user=user)
    return found.select_related("membership__company__county").order_by("membership_id", "pk")


def _whole(held: Iterable[MembershipRole]) -> list[Membership]:
    """Put the roles, sorted by membership, back into their memberships."""
    found: dict[int, tuple[Membership, set[Role]]] = {}
    for one in held:
        found.setdefault(one.membership_id, (one.membership, set()))[1].add(Role(one.role))
    for membership, roles in found.values():
        membership.roles = frozenset(roles)
    return [membership for membership, _ in found.values()]
