"""Hand-offs and receipts, for the pages of orders and for operations."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from marketplace.clearance.models import HandOff, QuarantinedEnvelope, Receipt
from marketplace.clearance.states import HandOffStatus
from marketplace.orders.models import ProducerOrder

# On the way: the single window or customs still owe an answer.
UNDER_WAY = (HandOffStatus.SENT, HandOffStatus.PROCESSING, HandOffStatus.AT_CUSTOMS)


def hand_offs_of(producer_orders: Iterable[ProducerOrder]) -> dict[int, HandOff]:
    """Return the hand-offs of producer orders that the caller may see, by order id, with receipts (2 queries)."""
    receipts = Prefetch("receipts", Receipt.objects.order_by("returned_at", "pk"))
    found = HandOff.objects.filter(producer_order__in=[part.pk for part in producer_orders]).prefetch_related(receipts)
    return {hand_off.producer_order_id: hand_off for hand_off in found}


def recent_hand_offs(*, status: str | None = None) -> QuerySet[HandOff]:
    """Return all hand-offs, or those of one status, newest first, with order, producer and buyer."""
    hand_offs = HandOff.objects.select_related("producer_order__producer", "producer_order__order__buyer")
    return (hand_offs.filter(status=status) if status else hand_offs).order_by("-created_at", "-pk")


def unmatched_receipts() -> QuerySet[Receipt]:
    """Return the receipts for orders that are not ours, newest first."""
    return Receipt.objects.filter(hand_off__isnull=True).order_by("-received_at", "-pk")


def quarantined_envelopes() -> QuerySet[QuarantinedEnvelope]:
    """Return what came in a receipt's place and could not be read, newest first."""
    return QuarantinedEnvelope.objects.order_by("-received_at", "-pk")


def is_anything_open() -> bool:
    """Tell whether some hand-off waits to be sent or for its receipts (1 query)."""
    return HandOff.objects.filter(status__in=[HandOffStatus.QUEUED, *UNDER_WAY]).exists()
