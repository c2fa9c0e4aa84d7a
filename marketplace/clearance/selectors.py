"""Hand-offs and receipts, for the pages of orders and for operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Prefetch, QuerySet

from marketplace.clearance.crossing import Crossing
from marketplace.clearance.models import HandOff, QuarantinedEnvelope, Receipt
from marketplace.clearance.states import UNDER_WAY, HandOffStatus
from marketplace.orders.models import ProducerOrder


def hand_offs_of(producer_orders: Iterable[ProducerOrder]) -> dict[int, Crossing]:
    """Return the hand-offs of producer orders that the caller may see, by order id, with receipts (2 queries)."""
    receipts = Prefetch("receipts", Receipt.objects.order_by("returned_at", "pk"))
    found: dict[int, list[HandOff]] = defaultdict(list)
    hand_offs = HandOff.objects.filter(producer_order__in=[part.pk for part in producer_orders])
    for hand_off in hand_offs.prefetch_related(receipts):
        found[hand_off.producer_order_id].append(hand_off)
    return {order_id: Crossing(several) for order_id, several in found.items()}


def recent_hand_offs(*, status: str | None = None) -> QuerySet[HandOff]:
    """Return the hand-offs that nothing has replaced, or those of one status, newest first, with their producer."""
    hand_offs = HandOff.objects.for_operations().standing().select_related("producer_order__producer")
    return (hand_offs.filter(status=status) if status else hand_offs).order_by("-created_at", "-pk")


def counts_by_status() -> dict[str, int]:
    """Count the hand-offs that nothing has replaced and that are not done, by status (1 query)."""
    done = [HandOffStatus.ACCEPTED, HandOffStatus.DROPPED]
    rows = HandOff.objects.for_operations().standing().exclude(status__in=done).values_list("status")
    return dict(rows.annotate(n=Count("pk")))


def unmatched_receipts() -> QuerySet[Receipt]:
    """Return the receipts for orders that are not ours, newest first."""
    return Receipt.objects.filter(hand_off__isnull=True).order_by("-received_at", "-pk")


def quarantined_envelopes() -> QuerySet[QuarantinedEnvelope]:
    """Return what came in a receipt's place and could not be read, newest first."""
    return QuarantinedEnvelope.objects.for_operations().open().order_by("-received_at", "-pk")


def is_anything_open() -> bool:
    """Tell whether some hand-off waits to be sent or for its receipts (1 query)."""
    return HandOff.objects.filter(status__in=UNDER_WAY).exists()
