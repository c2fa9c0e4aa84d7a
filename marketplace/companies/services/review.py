"""An operator's word about a company: verified, returned, refused, suspended, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from marketplace.audit.services import record_event
from marketplace.companies.errors import CompanyTransitionNotAllowed
from marketplace.companies.models import Company, CompanyDecision, Decision
from marketplace.companies.reasons import NEED_A_NOTE, RefuseReason, ReturnedItem, ReturnReason, SuspendReason
from marketplace.companies.services.telling import tell_its_people
from marketplace.companies.states import CompanyStatus, ensure_allowed
from marketplace.kernel.verdicts import Verdict, verdict
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User

# The rooms above do something of their own for these: place or cancel the orders that waited.
TOPICS: Final = {
    Decision.VERIFIED: "companies.company.verified",
    Decision.REFUSED: "companies.company.refused",
}
_NOTHING: Final = Verdict()


def verify_company(*, company_id: int, actor: User | None, now: datetime) -> Company:
    """Verify a company that awaits review or was suspended; a producer's published goods appear.

    Orders that waited for it are placed within seconds.

    Args:
        company_id: primary key.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Company.DoesNotExist: no such company.
        CompanyTransitionNotAllowed: it is verified already.
    """
    return _move(company_id, CompanyStatus.VERIFIED, Decision.VERIFIED, said=_NOTHING, actor=actor, now=now)


def return_company(
    *, company_id: int, items: Sequence[str], reasons: Sequence[str], note: str, actor: User | None, now: datetime
) -> Company:
    """Give an application back to the company's people, who correct and send it again.

    Args:
        company_id: primary key of a company that awaits review.
        items: keys of ``ReturnedItem``: what is to be corrected; others are left out.
        reasons: keys of ``ReturnReason``, at least one.
        note: in the operator's words, at most 500 characters.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Company.DoesNotExist: no such company.
        ReasonMissing: no reason, or one that needs a word beside it.
        CompanyTransitionNotAllowed: it does not await review.
    """
    said = _said(ReturnReason, reasons, note)
    wanted = tuple(key for key in ReturnedItem.values if key in set(items))
    return _move(company_id, CompanyStatus.RETURNED, Decision.RETURNED, said=said, items=wanted, actor=actor, now=now)


def refuse_company(
    *, company_id: int, reasons: Sequence[str], note: str, actor: User | None, now: datetime
) -> Company:
    """Do not admit a company; its orders that waited are cancelled. ``reasons`` of ``RefuseReason``, else as above."""
    said = _said(RefuseReason, reasons, note)
    return _move(company_id, CompanyStatus.REFUSED, Decision.REFUSED, said=said, actor=actor, now=now)


def suspend_company(
    *, company_id: int, reasons: Sequence[str], note: str, actor: User | None, now: datetime
) -> Company:
    """Suspend a company; a producer's page and goods disappear from the storefront and the search, a buyer's people
    can no longer order. ``reasons`` of ``SuspendReason``, else as ``return_company``.
    """
    said = _said(SuspendReason, reasons, note)
    return _move(company_id, CompanyStatus.SUSPENDED, Decision.SUSPENDED, said=said, actor=actor, now=now)


@transaction.atomic
def lift_suspension(*, company_id: int, actor: User | None, now: datetime) -> Company:
    """Let a suspended company be what it was before: verified, or waiting for its review.

    Raises:
        Company.DoesNotExist: no such company.
        CompanyTransitionNotAllowed: it is not suspended.
    """
    company = Company.objects.select_for_update().get(pk=company_id)
    ended = company.decisions.filter(decision=Decision.SUSPENDED).order_by("-decided_at", "-pk").first()
    was_verified = ended is None or ended.former_status == CompanyStatus.VERIFIED
    target = CompanyStatus.VERIFIED if was_verified else CompanyStatus.PENDING
    return _move(
        company_id, target, Decision.LIFTED, said=_NOTHING, actor=actor, now=now, only_from=CompanyStatus.SUSPENDED
    )


def reopen_company(*, company_id: int, actor: User | None, now: datetime) -> Company:
    """Take up the application of a refused company again. Errors as ``lift_suspension``."""
    return _move(
        company_id,
        CompanyStatus.PENDING,
        Decision.REOPENED,
        said=_NOTHING,
        actor=actor,
        now=now,
        only_from=CompanyStatus.REFUSED,
    )


def _said(known: type[models.TextChoices], reasons: Sequence[str], note: str) -> Verdict:
    return verdict(reasons=reasons, note=note, known=known.values, need_a_note=NEED_A_NOTE)


@transaction.atomic
def _move(
    company_id: int,
    target: CompanyStatus,
    decision: Decision,
    *,
    said: Verdict,
    actor: User | None,
    now: datetime,
    items: Sequence[str] = (),
    only_from: CompanyStatus | None = None,
) -> Company:
    company = Company.objects.select_for_update().get(pk=company_id)
    source = CompanyStatus(company.status)
    ensure_allowed(source, target)
    if only_from and source != only_from:  # two ways lead to one state, and this act goes one of them
        raise CompanyTransitionNotAllowed(source=source.value, target=target.value)
    company.status = target
    company.save(update_fields=["status"])
    written = CompanyDecision.objects.create(
        company=company,
        decision=decision,
        reasons=said.stored,
        items=",".join(items),
        note=said.note,
        former_status=source,
        decided_at=now,
        decided_by=actor,
    )
    record_event(
        verb="company.status.changed",
        subject=company,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data={
            "from": source.value,
            "to": target.value,
            "decision": decision.value,
            "reasons": list(said.reasons),
            "items": list(items),
            "note": said.note,
        },
    )
    _announce(company, written, now=now)
    return company


def _announce(company: Company, written: CompanyDecision, *, now: datetime) -> None:
    # The catalogue stands above: it hears of it by message and shows or hides the goods.
    enqueue(topic="companies.company.changed", payload={"company_id": company.pk, "slug": company.slug}, now=now)
    if written.decided_by_id is not None:  # what the system does, as the demonstration's companies, is told to nobody
        tell_its_people(written, now=now)
    is_verified_again = company.status == CompanyStatus.VERIFIED and written.decision == Decision.LIFTED
    topic = TOPICS[Decision.VERIFIED] if is_verified_again else TOPICS.get(Decision(written.decision))
    if topic:
        enqueue(topic=topic, payload={"company_id": company.pk}, now=now)
