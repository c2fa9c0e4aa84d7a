"""A producer's answer to her part of an order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies.selectors import ensure_may
from marketplace.kernel.text import clean
from marketplace.orders import acts
from marketplace.orders.errors import ReasonRequired
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.services.standing import drop_out
from marketplace.orders.states import ProducerOrderStatus, ensure_allowed
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act

MAX_REASON: Final = 500


@transaction.atomic
def confirm_producer_order(*, producer_order_id: int, actor: User, now: datetime) -> ProducerOrder:
    """Take an order on the producer's behalf; from here on it goes to the single window.

    Args:
        producer_order_id: primary key of a producer order in status PLACED.
        actor: one of the producer's people.
        now: present instant, aware UTC.
    Returns:
        The producer order, status CONFIRMED.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        NotPermitted: ``actor`` may not answer for the producer.
        TransitionNotAllowed: it was answered before.
    """
    part = _locked(producer_order_id, acts.CONFIRM, actor, target=ProducerOrderStatus.CONFIRMED)
    part.status, part.confirmed_at = ProducerOrderStatus.CONFIRMED, now
    part.save(update_fields=["status", "confirmed_at"])
    _record(part, actor=actor, now=now)
    enqueue(
        topic="producer_order.confirmed",
        dedupe_key=part.number,
        aggregate=part.number,
        payload={"producer_order_id": part.pk},
        now=now,
    )
    return part


@transaction.atomic
def decline_producer_order(*, producer_order_id: int, reason: str, actor: User, now: datetime) -> ProducerOrder:
    """Refuse an order on the producer's behalf; the buyer reads why.

    Args:
        producer_order_id: primary key of a producer order in status PLACED.
        reason: in the producer's words, 1 to 500 characters.
        actor: one of the producer's people.
        now: present instant, aware UTC.
    Returns:
        The producer order, status DECLINED.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        NotPermitted: ``actor`` may not answer for the producer.
        TransitionNotAllowed: it was answered before.
        ReasonRequired: no reason, or one of over 500 characters.
    """
    words = clean(reason, limit=MAX_REASON + 1).strip()
    if not words or len(words) > MAX_REASON:
        raise ReasonRequired
    part = _locked(producer_order_id, acts.DECLINE, actor, target=ProducerOrderStatus.DECLINED)
    part.status, part.declined_at, part.decline_reason = ProducerOrderStatus.DECLINED, now, words
    part.save(update_fields=["status", "declined_at", "decline_reason"])
    _record(part, actor=actor, now=now, reason=words)
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
