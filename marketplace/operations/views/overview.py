"""What waits, at one look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.catalog.models import Good, GoodStatus
from marketplace.clearance.models import HandOff
from marketplace.clearance.states import HandOffStatus
from marketplace.companies.models import Company, CompanyStatus
from marketplace.operations.access import for_operators
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.outbox import selectors as outbox
from marketplace.payments.models import BankTransfer, TransferStatus

FAILED = (HandOffStatus.REJECTED, HandOffStatus.REFUSED)


@for_operators("orders.view_order")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how much waits for whom, and whether the background work keeps up."""
    hand_offs = HandOff.objects.all()
    context = {
        "waiting_orders": ProducerOrder.objects.for_operations().filter(status=ProducerOrderStatus.PLACED).count(),
        "awaited_transfers": BankTransfer.objects.filter(status=TransferStatus.AWAITED).count(),
        "open_hand_offs": hand_offs.exclude(status__in=[HandOffStatus.ACCEPTED, *FAILED]).count(),
        "failed_hand_offs": hand_offs.filter(status__in=FAILED).count(),
        "lanes": outbox.depth(),
        "oldest_waiting": outbox.oldest_waiting(timezone.now()),
        "is_worker_alive": outbox.is_worker_alive(timezone.now()),
        "pending_companies": Company.objects.filter(status=CompanyStatus.PENDING).count(),
        "goods_to_review": Good.objects.filter(status=GoodStatus.REVIEW).count(),
    }
    return render(request, "operations/overview.html", context)
