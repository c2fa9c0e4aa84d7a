"""An operator verifies a company, or suspends it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies.models import Company
from marketplace.companies.states import CompanyStatus, ensure_allowed
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def verify_company(*, company_id: int, actor: User | None, now: datetime) -> Company:
    """Verify a company that awaits review or was suspended; a producer's published goods appear.

    Args:
        company_id: primary key.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Company.DoesNotExist: no such company.
        CompanyTransitionNotAllowed: it is verified already.
    """
    return _move(company_id=company_id, target=CompanyStatus.VERIFIED, reason="", actor=actor, now=now)


def suspend_company(*, company_id: int, reason: str, actor: User | None, now: datetime) -> Company:
    """Suspend a company; a producer's page and goods disappear from the storefront and the search.

    Args:
        company_id: primary key.
        reason: kept in the audit trail.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Company.DoesNotExist: no such company.
        CompanyTransitionNotAllowed: it is suspended already.
    """
    return _move(company_id=company_id, target=CompanyStatus.SUSPENDED, reason=reason, actor=actor, now=now)


@transaction.atomic
def _move(*, company_id: int, target: CompanyStatus, reason: str, actor: User | None, now: datetime) -> Company:
    company = Company.objects.select_for_update().get(pk=company_id)
    source = CompanyStatus(company.status)
    ensure_allowed(source, target)
    company.status = target
    company.save(update_fields=["status"])
    record_event(
        verb="company.status.changed",
        subject=company,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data={"from": source.value, "to": target.value, "reason": reason},
    )
    # The catalogue stands above: it hears of it by message and shows or hides the goods.
    enqueue(topic="companies.company.changed", payload={"company_id": company.pk, "slug": company.slug}, now=now)
    return company
