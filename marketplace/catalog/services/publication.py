"""The way of a good to the visitors and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.catalog import acts
from marketplace.catalog.facts import facts_of
from marketplace.catalog.models import Good, GoodDecision, GoodVerdict, LastPublished
from marketplace.catalog.publication import ensure_complete
from marketplace.catalog.reasons import NEED_A_NOTE, GoodReason
from marketplace.catalog.services.telling import tell_its_producer
from marketplace.catalog.services.trace import locked_for, locked_good, save_change
from marketplace.catalog.states import GoodStatus, ensure_allowed
from marketplace.kernel.verdicts import Verdict, verdict

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act


def submit_good(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Hand a draft or withdrawn good to the operators for review.

    Args:
        good_id: primary key.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        NotPermitted: ``actor`` may not.
        GoodTransitionNotAllowed: it is in review, published, or suspended by an operator.
        GoodIncomplete: it lacks something; everything missing is named.
    """
    return _move(good_id, GoodStatus.REVIEW, act=acts.SUBMIT_GOOD, actor=actor, now=now)


def publish_good(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Approve a good in review: visitors see it, its producer is told. Arguments and errors as ``submit_good``."""
    return _move(
        good_id, GoodStatus.PUBLISHED, GoodVerdict.PUBLISHED, only_from=GoodStatus.REVIEW, actor=actor, now=now
    )


def return_good(*, good_id: int, reasons: Sequence[str], note: str, actor: User | None, now: datetime) -> Good:
    """Send a good in review back to its producer, who is told why.

    Args:
        good_id: primary key.
        reasons: keys of ``GoodReason``, at least one.
        note: in the operator's words, at most 500 characters.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        ReasonMissing: no reason, or one that needs a word beside it.
        GoodTransitionNotAllowed: it is not in review.
    """
    said = _said(reasons, note)
    return _move(good_id, GoodStatus.DRAFT, GoodVerdict.RETURNED, said=said, actor=actor, now=now)


def withdraw_good(*, good_id: int, actor: User | None, now: datetime, reason: str = "") -> Good:
    """Take a published good from the visitors, on its producer's behalf. Arguments and errors as ``submit_good``."""
    return _move(good_id, GoodStatus.WITHDRAWN, act=acts.WITHDRAW_GOOD, reason=reason, actor=actor, now=now)


def suspend_good(*, good_id: int, reasons: Sequence[str], note: str, actor: User | None, now: datetime) -> Good:
    """Take a published good from the visitors until an operator lifts it. Arguments and errors as ``return_good``."""
    said = _said(reasons, note)
    return _move(good_id, GoodStatus.SUSPENDED, GoodVerdict.SUSPENDED, said=said, actor=actor, now=now)


def lift_good_suspension(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Show a suspended good to visitors again. Arguments and errors as ``submit_good``."""
    only_from = GoodStatus.SUSPENDED
    return _move(good_id, GoodStatus.PUBLISHED, GoodVerdict.LIFTED, only_from=only_from, actor=actor, now=now)


def _said(reasons: Sequence[str], note: str) -> Verdict:
    return verdict(reasons=reasons, note=note, known=GoodReason.values, need_a_note=NEED_A_NOTE)


@transaction.atomic
def _move(
    good_id: int,
    target: GoodStatus,
    decision: GoodVerdict | None = None,
    *,
    actor: User | None,
    now: datetime,
    said: Verdict | None = None,
    reason: str = "",
    only_from: GoodStatus | None = None,
    act: Act | None = None,
) -> Good:
    """``act``: what one of the producer's people must be allowed; None for a word of the operators."""
    good = locked_for(good_id, actor=actor, act=act) if act else locked_good(good_id)
    source = GoodStatus(good.status)
    ensure_allowed(source, target, only_from=only_from)
    if target in {GoodStatus.REVIEW, GoodStatus.PUBLISHED}:
        ensure_complete(good)
    if source == GoodStatus.PUBLISHED:
        LastPublished.objects.update_or_create(good=good, defaults={"facts": facts_of(good), "kept_at": now})
    good.status = target
    if target == GoodStatus.PUBLISHED:
        good.published_at = good.published_at or now
    data = {"from": source.value, "to": target.value, "reason": reason}
    if said:
        data |= {"reasons": said.stored, "note": said.note}
    changed = save_change(
        good,
        fields=["status", "published_at"],
        verb="good.status.changed",
        data=data,
        actor=actor,
        now=now,
        is_seen=GoodStatus.PUBLISHED in {source, target},
    )
    if decision:
        _decide(good, decision, said or Verdict(), actor=actor, now=now)
    return changed


def _decide(good: Good, decision: GoodVerdict, said: Verdict, *, actor: User | None, now: datetime) -> None:
    written = GoodDecision.objects.create(
        good=good, decision=decision, reasons=said.stored, note=said.note, decided_at=now, decided_by=actor
    )
    if actor is not None:  # what the system does, as the demonstration's goods, is told to nobody
        tell_its_producer(written, now=now)
