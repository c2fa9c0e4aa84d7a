"""Hand-offs to the single window: where each stands, what came back, sending again."""

from __future__ import annotations

from typing import Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.clearance import services
from marketplace.clearance.errors import HandOffNotResendable
from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.states import HandOffStatus
from marketplace.operations.access import for_operators

PAGE_SIZE: Final = 50


@for_operators("clearance.view_handoff")
@require_safe
def hand_off_list(request: HttpRequest) -> HttpResponse:
    """List hand-offs, newest first, of one status if asked, and receipts that match no order of ours."""
    hand_offs = HandOff.objects.for_operations().select_related(
        "producer_order__producer", "producer_order__order__buyer"
    )
    status = request.GET.get("status", "")
    if status in HandOffStatus.values:
        hand_offs = hand_offs.filter(status=status)
    page = Paginator(hand_offs.order_by("-created_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    strays = Receipt.objects.for_operations().filter(hand_off__isnull=True).order_by("-received_at")[:20]
    context = {"page": page, "status": status, "statuses": HandOffStatus.choices, "strays": strays}
    return render(request, "operations/hand_off_list.html", context)


@for_operators("clearance.view_handoff")
@require_safe
def hand_off_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one hand-off: the message as it was sent, and every receipt."""
    hand_off = get_object_or_404(
        HandOff.objects.for_operations().select_related("producer_order__producer"), order_number=number
    )
    receipts = hand_off.receipts.order_by("returned_at", "pk")
    may_resend = hand_off.status in {HandOffStatus.REJECTED, HandOffStatus.REFUSED}
    context = {"hand_off": hand_off, "receipts": receipts, "may_resend": may_resend}
    return render(request, "operations/hand_off_detail.html", context)


@for_operators("clearance.change_handoff")
@require_POST
def hand_off_resend(request: HttpRequest, number: str) -> HttpResponse:
    """Build the message anew from the order and send it again, after a rejection."""
    hand_off = get_object_or_404(HandOff.objects.for_operations(), order_number=number)
    try:
        services.resend_hand_off(hand_off_id=hand_off.pk, actor=cast(User, request.user), now=timezone.now())
    except HandOffNotResendable:
        messages.error(request, _("Only a hand-off that was returned or refused can be sent again."))
    else:
        messages.success(request, _("%(number)s is queued again.") % {"number": number})
    return redirect("operations:hand-off-detail", number=number)
