"""Who acts for a company."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies.errors import AlreadyAMember
from marketplace.companies.models import Company, Membership, Role

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def add_member(*, company_id: int, user: User, role: Role, actor: User | None, now: datetime) -> Membership:
    """Let ``user`` act for a company in ``role``.

    Args:
        company_id: primary key of the company.
        user: who joins.
        role: what she may do there.
        actor: who lets her in, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Company.DoesNotExist: no such company.
        AlreadyAMember: she acts for it already, in whatever role.
    """
    company = Company.objects.select_for_update().get(pk=company_id)
    membership, created = Membership.objects.get_or_create(
        user=user, company=company, defaults={"role": role, "created_at": now}
    )
    if not created:
        raise AlreadyAMember
    record_event(
        verb="company.member.added",
        subject=company,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data={"user_id": user.pk, "role": str(role)},
    )
    return membership
