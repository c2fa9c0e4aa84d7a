"""What waits, at one look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.catalog.models import Good, GoodStatus
from marketplace.clearance.selectors import counts_by_status, quarantined_envelopes, unmatched_receipts
from marketplace.clearance.states import HandOffStatus
from marketplace.companies.models import Company, CompanyStatus
from marketplace.operations.access import for_operators
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.outbox import selectors as outbox
from marketplace.payments.models import BankTransfer, TransferStatus


@for_operators("orders.view_order")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how much waits for whom, and whether the background work keeps up."""
    now = timezone.now()
    oldest = outbox.oldest_waiting(now=now)
    context = {
        **_waiting_parts(now),
        "awaited_transfers": BankTransfer.objects.for_operations().filter(status=TransferStatus.AWAITED).count(),
        "hand_offs": _hand_offs(),
        "unread_receipts": quarantined_envelopes().count(),
        "stray_receipts": unmatched_receipts().count(),
        "lanes": outbox.depth(),
        "oldest_minutes": int(oldest.total_seconds() // 60) if oldest else 0,
        "is_worker_alive": outbox.is_worker_alive(now=now),
        "pending_companies": Company.objects.filter(status=CompanyStatus.PENDING).count(),
        "goods_to_review": Good.objects.filter(status=GoodStatus.REVIEW).count(),
    }
    return render(request, "operations/overview.html", context)


def _waiting_parts(now: datetime) -> dict[str, int]:
    """Count the parts that wait: all, those past their day, those that reached nobody. One query."""
    waiting = ProducerOrder.objects.for_operations().filter(status=ProducerOrderStatus.PLACED)
    return waiting.aggregate(
        waiting_orders=Count("pk"),
        overdue_orders=Count("pk", filter=Q(answer_due_at__lte=now)),
        unreached_orders=Count("pk", filter=Q(told_at__isnull=True, alarmed_at__isnull=False)),
    )


def _hand_offs() -> list[dict[str, Any]]:
    """Count the hand-offs that are not settled well, a row a status."""
    counts = counts_by_status()
    shown = [status for status in HandOffStatus if status not in {HandOffStatus.ACCEPTED, HandOffStatus.DROPPED}]
    return [{"status": status.value, "label": status.label, "count": counts.get(status.value, 0)} for status in shown]
