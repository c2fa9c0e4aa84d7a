"""Who acts for a company, and in which roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies import acts
from marketplace.companies.capacities import ROLES_OF
from marketplace.companies.errors import AlreadyAMember, RolesNotAllowed
from marketplace.companies.models import Company, CompanyKind, Membership, MembershipRole, Role
from marketplace.companies.selectors import ensure_may

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def add_member(
    *, company_id: int, user: User, roles: Collection[Role], actor: User | None, now: datetime
) -> Membership:
    """Let ``user`` act for a company in ``roles``.

    Args:
        company_id: primary key of the company.
        user: who joins.
        roles: what she is there, at least one, each of the company's capacity.
        actor: who lets her in, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Company.DoesNotExist: no such company.
        RolesNotAllowed: none, or one that is not of the company's capacity.
        AlreadyAMember: she acts for it already, in whatever roles.
    """
    company = Company.objects.select_for_update().get(pk=company_id)
    _ensure_of_capacity(roles, company)
    membership, created = Membership.objects.get_or_create(user=user, company=company, defaults={"created_at": now})
    if not created:
        raise AlreadyAMember
    _write(membership, roles)
    _record("company.member.added", company, actor, now, user_id=user.pk, roles=_plain(roles))
    return membership


@transaction.atomic
def change_roles(*, membership_id: int, roles: Collection[Role], actor: User | None, now: datetime) -> Membership:
    """Give a member of a company another set of roles. The last owner stays one.

    Args:
        membership_id: primary key.
        roles: the whole set from now on, at least one, each of the company's capacity.
        actor: an owner of the company, None for the system.
        now: present instant, aware UTC.
    Raises:
        Membership.DoesNotExist: no such membership.
        NotPermitted: ``actor`` may not.
        RolesNotAllowed: none, one that is not of the company's capacity, or nobody would own the company.
    """
    company_id = Membership.objects.values_list("company_id", flat=True).get(pk=membership_id)
    # The company's row first: two owners who take each other's role at once find one of them left.
    company = Company.objects.select_for_update().get(pk=company_id)
    ensure_may(actor=actor, company_id=company_id, act=acts.CHANGE_ROLES)
    _ensure_of_capacity(roles, company)
    membership = Membership.objects.prefetch_related("held_roles").get(pk=membership_id)
    before = membership.roles
    if Role.OWNER in before and Role.OWNER not in roles and not _has_other_owner(membership):
        raise RolesNotAllowed(reason="last_owner")
    if before == frozenset(roles):
        return membership
    _write(membership, roles)
    facts = {"user_id": membership.user_id, "from": _plain(before), "to": _plain(roles)}
    _record("company.member.roles_changed", company, actor, now, **facts)
    return membership


def _ensure_of_capacity(roles: Collection[Role], company: Company) -> None:
    if not roles:
        raise RolesNotAllowed(reason="none")
    if not frozenset(roles) <= frozenset(ROLES_OF[CompanyKind(company.kind)]):
        raise RolesNotAllowed(reason="capacity")


def _has_other_owner(membership: Membership) -> bool:
    owners = MembershipRole.objects.filter(role=Role.OWNER, membership__company_id=membership.company_id)
    return owners.filter(membership__user__is_active=True).exclude(membership=membership).exists()


def _write(membership: Membership, roles: Collection[Role]) -> None:
    held = MembershipRole.objects.filter(membership=membership)
    held.exclude(role__in=roles).delete()
    known = set(held.values_list("role", flat=True))
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=membership, role=role) for role in Role if role in roles and role not in known
    )
    membership.roles = frozenset(roles)


def _plain(roles: Collection[Role]) -> list[str]:
    return [role.value for role in Role if role in roles]


def _record(verb: str, company: Company, actor: User | None, now: datetime, **facts: object) -> None:
    record_event(
        verb=verb,
        subject=company,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data=facts,
    )
