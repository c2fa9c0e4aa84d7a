"""What follows when an order was placed or answered: people are told, each in her own language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from marketplace.accounts.mailing import send_mail
from marketplace.accounts.models import User
from marketplace.companies.models import Membership
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.services.verification import AT_ONCE, settle_awaiting_orders
from marketplace.outbox.registry import every, handles
from marketplace.outbox.services import enqueue

SETTLE_SECONDS: Final = 600.0


@handles("order.placed")
def tell_both_sides(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Queue one mail for the buyer and one for every person of every producer: each can fail and be tried alone."""
    order = Order.objects.for_operations().prefetch_related("producer_orders").get(pk=payload["order_id"])
    # A part that was cancelled while the buyer waited for her verification never came to its producer.
    parts = {part.producer_id: part for part in order.producer_orders.all() if part.placed_at}
    people = Membership.objects.filter(company_id__in=parts).order_by("pk").values_list("company_id", "user_id")
    with transaction.atomic():
        _queue("mail.order_placed", order.number, order.placed_by_id, now, order_id=order.pk)
        for company_id, user_id in people:
            part = parts[company_id]
            _queue("mail.producer_order_placed", part.number, user_id, now, producer_order_id=part.pk)


def _queue(topic: str, number: str, user_id: int, now: datetime, **ids: int) -> None:
    enqueue(topic=topic, dedupe_key=f"{number}:{user_id}", payload={**ids, "user_id": user_id}, now=now)


@handles("mail.order_placed", lane="mail")
def tell_buyer(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Confirm to the buyer what she ordered."""
    order = Order.objects.for_operations().prefetch_related("producer_orders__producer").get(pk=payload["order_id"])
    user = User.objects.get(pk=payload["user_id"])
    send_mail(
        user=user, template="mail/order_placed.txt", context={"order": order}, key=f"order.placed:{order.number}"
    )


@handles("mail.producer_order_placed", lane="mail")
def tell_producer(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Tell a producer's person that an order waits for an answer."""
    part = _part(payload["producer_order_id"])
    user = User.objects.get(pk=payload["user_id"])
    context = {"part": part, "lines": list(part.lines.order_by("position"))}
    send_mail(user=user, template="mail/producer_order_placed.txt", context=context, key=f"part.placed:{part.number}")


@handles("producer_order.answered", lane="mail")
def tell_answer(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Tell the buyer that a producer confirmed, or declined and why."""
    part = _part(payload["producer_order_id"])
    send_mail(
        user=part.order.placed_by,
        template="mail/producer_order_answered.txt",
        context={"part": part},
        key=f"part.{part.status}:{part.number}",
    )


def _part(pk: int) -> ProducerOrder:
    parts = ProducerOrder.objects.for_operations().select_related("order__placed_by", "order__buyer", "producer")
    return parts.get(pk=pk)


@handles("companies.company.verified")
def place_what_waited(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Place the orders that waited for the verification of their buyer."""
    while settle_awaiting_orders(now=now, company_id=payload["company_id"]):
        pass


@handles("companies.company.refused")
def cancel_what_waited(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Cancel the orders that waited for a company that was not admitted."""
    place_what_waited(payload, now=now)


@every("orders.awaiting_verification", lane="default")
def settle(*, now: datetime) -> float:
    """Cancel what waited too long, and settle what a message may have missed; return the seconds to the next look."""
    return 1.0 if settle_awaiting_orders(now=now) == AT_ONCE else SETTLE_SECONDS
