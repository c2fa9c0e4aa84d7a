"""What waits for the zone's operators: each kind with its number and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.catalog.models import Good, GoodStatus
from marketplace.clearance.selectors import counts_by_status, quarantined_envelopes, unmatched_receipts
from marketplace.clearance.states import HandOffStatus
from marketplace.companies.models import Company, CompanyStatus
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.states import OrderStatus, ProducerOrderStatus
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.payments.models import BankTransfer, TransferStatus

# Something is wrong, not only unfinished.
URGENT: Final = frozenset({HandOffStatus.REJECTED, HandOffStatus.REFUSED, HandOffStatus.STUCK})


@dataclass(frozen=True, slots=True)
class Waiting:
    """``is_urgent``: something went wrong or is late; shown so only where ``count`` is above zero."""

    label: str
    count: int
    url: str
    is_urgent: bool = False


def what_waits(user: User | AnonymousUser, *, now: datetime) -> list[Waiting]:
    """Return what waits, as far as ``user`` may see it, what is wrong first. Nine queries at most."""
    rows = [
        *(_orders(now) if user.has_perm("orders.view_order") else ()),
        *(_reviews() if user.has_perm("companies.change_company") else ()),
        *(_hand_offs() if user.has_perm("clearance.view_handoff") else ()),
        *(_letters() if user.has_perm("outbox.view_outboxmessage") else ()),
    ]
    return sorted(rows, key=lambda row: (not (row.is_urgent and row.count), not row.count))


def _orders(now: datetime) -> list[Waiting]:
    placed = ProducerOrder.objects.for_operations().filter(status=ProducerOrderStatus.PLACED)
    parts = placed.aggregate(
        waiting=Count("pk"),
        overdue=Count("pk", filter=Q(answer_due_at__lte=now)),
        unreached=Count("pk", filter=Q(told_at__isnull=True, alarmed_at__isnull=False)),
    )
    orders = Order.objects.for_operations().filter(status=OrderStatus.AWAITING_VERIFICATION).count()
    transfers = BankTransfer.objects.for_operations().filter(status=TransferStatus.AWAITED).count()
    address = reverse("operations:order-list")
    return [
        Waiting(_("Orders past their answer’s day"), parts["overdue"], f"{address}?show=overdue", is_urgent=True),
        Waiting(
            _("Orders whose producer cannot be reached"),
            parts["unreached"],
            f"{address}?show=unreached",
            is_urgent=True,
        ),
        Waiting(_("Orders that wait for their producer"), parts["waiting"], f"{address}?show=waiting"),
        Waiting(_("Orders that wait for the verification of their buyer"), orders, f"{address}?show=verification"),
        Waiting(_("Payments awaited"), transfers, f"{address}?show=unpaid"),
    ]


def _reviews() -> list[Waiting]:
    address = reverse("operations:review-list")
    return [
        Waiting(_("Companies to verify"), Company.objects.filter(status=CompanyStatus.PENDING).count(), address),
        Waiting(
            _("Goods to review"), Good.objects.filter(status=GoodStatus.REVIEW).count(), f"{address}#review-goods"
        ),
    ]


def _hand_offs() -> list[Waiting]:
    counts = counts_by_status()
    address = reverse("operations:hand-off-list")
    shown = [status for status in HandOffStatus if status not in {HandOffStatus.ACCEPTED, HandOffStatus.DROPPED}]
    rows = [
        Waiting(
            _("Hand-offs: %(state)s") % {"state": status.label},
            counts.get(status.value, 0),
            f"{address}?status={status.value}",
            is_urgent=status in URGENT,
        )
        for status in shown
    ]
    receipts = reverse("operations:receipt-list")
    return [
        *rows,
        Waiting(_("Receipts that match no order"), unmatched_receipts().count(), receipts, is_urgent=True),
        Waiting(_("Receipts that cannot be read"), quarantined_envelopes().count(), receipts, is_urgent=True),
    ]


def _letters() -> list[Waiting]:
    dead = OutboxMessage.objects.filter(state=MessageState.DEAD).count()
    return [Waiting(_("Dead letters"), dead, reverse("operations:dead-letter-list"), is_urgent=True)]
