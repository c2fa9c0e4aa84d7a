"""What follows when an order was placed or answered, or was not answered in time: people are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from marketplace.orders import services
from marketplace.orders.models import ProducerOrder
from marketplace.orders.services.verification import AT_ONCE, settle_awaiting_orders
from marketplace.orders.states import ProducerOrderStatus
from marketplace.outbox.registry import every, handles

LOOK_SECONDS: Final = 60.0
SETTLE_SECONDS: Final = 600.0


@handles("order.placed")
def tell_both_sides(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Confirm the order to its buyer, and tell every producer to whom a part came that it waits for her."""
    order_id = payload["order_id"]
    services.tell_buyer_of_order(order_id=order_id, now=now)
    parts = (
        ProducerOrder.objects.for_operations()
        .filter(order_id=order_id, status=ProducerOrderStatus.PLACED)
        .order_by("pk")
    )
    for pk in parts.values_list("pk", flat=True):
        services.tell_producer_of_part(producer_order_id=pk, now=now)


@handles("producer_order.answered")
def tell_answer(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Tell the buyer what a producer answered."""
    services.tell_buyer_of_answer(producer_order_id=payload["producer_order_id"], now=now)


@handles("producer_order.cancelled")
def tell_cancellation(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Tell a producer that the buyer took an order back."""
    services.tell_producer_of_cancellation(producer_order_id=payload["producer_order_id"], now=now)


@every("orders.waiting_parts", label=_("Remind of orders that wait for an answer"), seconds=LOOK_SECONDS)
def look_after_waiting_parts(*, now: datetime) -> None:
    """Remind of what waits too long."""
    services.look_after_waiting_parts(now=now)


@handles("mail.order_placed", lane="mail")
def tell_buyer_as_before(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send what an older version queued and had not sent when it was replaced."""
    services.tell_buyer_of_order(order_id=payload["order_id"], now=now)


@handles("mail.producer_order_placed", lane="mail")
def tell_producer_as_before(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send what an older version queued; the migration took it for told, as such mails leave within a second."""
    pk = payload["producer_order_id"]
    ProducerOrder.objects.for_operations().filter(pk=pk, told_at=F("placed_at")).update(told_at=None)
    services.tell_producer_of_part(producer_order_id=pk, now=now)


@handles("companies.company.verified")
def place_what_waited(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Place the orders that waited for the verification of their buyer."""
    while settle_awaiting_orders(now=now, company_id=payload["company_id"]):
        pass


@handles("companies.company.refused")
def cancel_what_waited(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Cancel the orders that waited for a company that was not admitted."""
    place_what_waited(payload, now=now)


@every(
    "orders.awaiting_verification",
    label=_("Settle orders that wait for the verification of their buyer"),
    seconds=SETTLE_SECONDS,
)
def settle(*, now: datetime) -> float | None:
    """Cancel what waited too long, and settle what a message may have missed, some at a time."""
    return 1.0 if settle_awaiting_orders(now=now) == AT_ONCE else None
