"""A producer's answer to her part of an order, by her own people or as an operator was told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.timezone import localdate

from marketplace.audit.services import record_event
from marketplace.companies.selectors import ensure_may, membership_in
from marketplace.kernel.text import clean
from marketplace.orders import acts
from marketplace.orders.errors import AnswerDayNotPossible, AnswerSourceRequired, ReasonRequired
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.services.standing import drop_out
from marketplace.orders.states import ProducerOrderStatus, ensure_allowed
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act

MAX_REASON: Final = 500
MAX_SOURCE: Final = 500
_ENTERED: Final = ("answer_entered_by", "answered_on", "answer_source")


@dataclass(frozen=True, slots=True)
class Told:
    """How an operator knows a producer's answer: ``source`` in her words (by phone, on paper), ``on`` which day."""

    source: str
    on: date


@transaction.atomic
def confirm_producer_order(
    *, producer_order_id: int, actor: User, now: datetime, told: Told | None = None
) -> ProducerOrder:
    """Take an order on the producer's behalf; from here on it goes to the single window.

    Args:
        producer_order_id: primary key of a producer order in status PLACED.
        actor: one of the producer's people, or an operator who was told.
        now: present instant, aware UTC.
        told: how an operator knows it; of the producer's own people it is not kept.
    Returns:
        The producer order, status CONFIRMED.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        NotPermitted: ``actor`` may not answer for the producer.
        TransitionNotAllowed: it was answered before.
        AnswerSourceRequired: an operator does not say how she knows.
        AnswerDayNotPossible: before the order reached the producer, or after today.
    """
    part = _locked(producer_order_id, acts.CONFIRM, actor, target=ProducerOrderStatus.CONFIRMED)
    part.status, part.confirmed_at = ProducerOrderStatus.CONFIRMED, now
    entered = _enter(part, actor, told, now=now)
    part.save(update_fields=["status", "confirmed_at", *_ENTERED])
    _record(part, actor=actor, now=now, **entered)
    enqueue(
        topic="producer_order.confirmed",
        dedupe_key=part.number,
        aggregate=part.number,
        payload={"producer_order_id": part.pk},
        now=now,
    )
    return part


@transaction.atomic
def decline_producer_order(
    *, producer_order_id: int, reason: str, actor: User, now: datetime, told: Told | None = None
) -> ProducerOrder:
    """Refuse an order on the producer's behalf; the buyer reads why.

    Args:
        producer_order_id: primary key of a producer order in status PLACED.
        reason: in the producer's words, 1 to 500 characters.
        actor: one of the producer's people, or an operator who was told.
        now: present instant, aware UTC.
        told: as in ``confirm_producer_order``.
    Returns:
        The producer order, status DECLINED.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        NotPermitted: ``actor`` may not answer for the producer.
        TransitionNotAllowed: it was answered before.
        ReasonRequired: no reason, or one of over 500 characters.
        AnswerSourceRequired, AnswerDayNotPossible: as in ``confirm_producer_order``.
    """
    words = clean(reason, limit=MAX_REASON + 1).strip()
    if not words or len(words) > MAX_REASON:
        raise ReasonRequired
    part = _locked(producer_order_id, acts.DECLINE, actor, target=ProducerOrderStatus.DECLINED)
    part.status, part.declined_at, part.decline_reason = ProducerOrderStatus.DECLINED, now, words
    entered = _enter(part, actor, told, now=now)
    part.save(update_fields=["status", "declined_at", "decline_reason", *_ENTERED])
    _record(part, actor=actor, now=now, reason=words, **entered)
    drop_out(part.order, reason=part.status, now=now)
    return part


def _locked(producer_order_id: int, act: Act, actor: User, *, target: ProducerOrderStatus) -> ProducerOrder:
    # The order's row first, for all: two producers who decline at once both change what is awaited for the order.
    order_id = ProducerOrder.objects.values_list("order_id", flat=True).get(pk=producer_order_id)
    Order.objects.select_for_update().get(pk=order_id)
    part = ProducerOrder.objects.select_for_update(of=("self",)).select_related("order").get(pk=producer_order_id)
    ensure_may(actor=actor, company_id=part.producer_id, act=act)
    ensure_allowed(ProducerOrderStatus(part.status), target)
    return part


def _enter(part: ProducerOrder, actor: User, told: Told | None, *, now: datetime) -> dict[str, str]:
    """Note who entered the answer for whom; nothing where it is the producer's own. Return it for the trail."""
    if membership_in(actor, part.producer_id) is not None:
        return {}
    source = clean(told.source, limit=MAX_SOURCE + 1).strip() if told else ""
    if told is None or not source or len(source) > MAX_SOURCE:
        raise AnswerSourceRequired
    # In the zone of the operators, where the day stands on their calendar.
    first, last = localdate(part.placed_at), localdate(now)
    if not first <= told.on <= last:
        raise AnswerDayNotPossible(first=first, last=last)
    part.answer_entered_by, part.answered_on, part.answer_source = actor, told.on, source
    return {"entered_for": str(part.producer), "answered_on": told.on.isoformat(), "source": source}


def _record(part: ProducerOrder, *, actor: User, now: datetime, **facts: str) -> None:
    record_event(
        verb=f"producer_order.{part.status}",
        subject=part,
        actor=actor.pk,
        actor_label=str(actor),
        at=now,
        data={"number": part.number, "from": ProducerOrderStatus.PLACED.value, "to": part.status, **facts},
    )
    enqueue(
        topic="producer_order.answered",
        dedupe_key=part.number,
        aggregate=part.order.number,
        payload={"producer_order_id": part.pk},
        now=now,
    )
