"""A buyer takes back what no producer has confirmed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies.selectors import ensure_may
from marketplace.orders import acts
from marketplace.orders.errors import NothingToCancel, PartsChanged
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.services.standing import drop_out
from marketplace.orders.states import OPEN, CancelReason, ProducerOrderStatus, ensure_allowed
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def cancel_order(*, order_id: int, actor: User, now: datetime, expected_parts: Collection[str] | None = None) -> Order:
    """Cancel every part of an order that its producer has not answered. What is confirmed stays ordered.

    Nothing is owed for these parts; what was paid for them is noted as owed back. Producers who got theirs are told.

    Args:
        order_id: primary key.
        actor: one of the buyer's people.
        now: present instant, aware UTC.
        expected_parts: numbers of the parts that she saw and means; None: whatever is open.
    Returns:
        The order: CANCELLED when no part of it stands, else PLACED.
    Raises:
        Order.DoesNotExist: no such order.
        NotPermitted: ``actor`` may not cancel for the buyer.
        NothingToCancel: no part is open.
        PartsChanged: other parts are open than expected.
    """
    # The order's row first, as where parts are answered: an answer that comes now is seen, or sees this.
    order = Order.objects.for_operations().select_for_update().get(pk=order_id)
    ensure_may(actor=actor, company_id=order.buyer_id, act=acts.CANCEL_ORDER)
    parts = ProducerOrder.objects.for_operations().filter(order=order, status__in=OPEN)
    found = list(parts.select_for_update().order_by("pk"))
    if not found:
        raise NothingToCancel
    numbers = [part.number for part in found]
    if expected_parts is not None and set(expected_parts) != set(numbers):
        raise PartsChanged(open_parts=numbers)
    for part in found:
        _cancel(part, order, actor=actor, now=now)
    drop_out(order, reason=CancelReason.BY_BUYER, now=now)
    return order


def _cancel(part: ProducerOrder, order: Order, *, actor: User, now: datetime) -> None:
    source = ProducerOrderStatus(part.status)
    ensure_allowed(source, ProducerOrderStatus.CANCELLED)
    part.status, part.cancelled_at, part.cancel_reason = ProducerOrderStatus.CANCELLED, now, CancelReason.BY_BUYER
    part.save(update_fields=["status", "cancelled_at", "cancel_reason"])
    data = {"number": part.number, "from": source.value, "to": part.status, "reason": part.cancel_reason}
    record_event(
        verb="producer_order.cancelled", subject=part, actor=actor.pk, actor_label=str(actor), at=now, data=data
    )
    if part.placed_at is not None:
        enqueue(
            topic="producer_order.cancelled",
            dedupe_key=part.number,
            aggregate=order.number,
            payload={"producer_order_id": part.pk},
            now=now,
        )
