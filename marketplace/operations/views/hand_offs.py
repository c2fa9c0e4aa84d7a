"""Hand-offs to the single window: where each stands, what came back, sending again."""

from __future__ import annotations

from typing import Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.audit.services import record_event
from marketplace.clearance import selectors, services
from marketplace.clearance.errors import HandOffNotResendable
from marketplace.clearance.models import HandOff
from marketplace.clearance.states import WORK, HandOffStatus
from marketplace.kernel.refusals import sentence
from marketplace.operations.access import for_operators
from marketplace.operations.waiting import hand_off_rows
from marketplace.outbox.errors import MessageNotWaiting
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import hurry_one
from marketplace.web.methods import post_from

PAGE_SIZE: Final = 50
STRAYS: Final = 20


@for_operators("clearance.view_handoff")
@require_safe
def hand_off_list(request: HttpRequest) -> HttpResponse:
    """List hand-offs, newest first, of one status if asked, and receipts that match no order of ours."""
    status = request.GET.get("status", "")
    known = status if status in HandOffStatus.values else None
    page = Paginator(selectors.recent_hand_offs(status=known), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": hand_off_rows(list(page)),
        "status": status,
        "statuses": HandOffStatus.choices,
        "strays": selectors.unmatched_receipts()[:STRAYS],
        "unread": selectors.quarantined_envelopes().count(),
    }
    return render(request, "operations/hand_off_list.html", context)


@for_operators("clearance.view_handoff")
@require_safe
def hand_off_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the messages of one order, the newest first: each as it was sent, and every receipt."""
    hand_offs = list(
        HandOff.objects.for_operations()
        .filter(order_number=number)
        .select_related("producer_order__producer", "producer_order__order", "replacement")
        .prefetch_related("receipts")
        .order_by("-position")
    )
    if not hand_offs:
        raise Http404
    context = {"number": number, "newest": hand_offs[0], "rows": hand_off_rows(hand_offs), "work": WORK}
    return render(request, "operations/hand_off_detail.html", context)


@for_operators("clearance.change_handoff")
@post_from("operations:hand-off-detail", "number")
def hand_off_resend(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Build a message anew from the order and send it, after one came back."""
    hand_off = HandOff.objects.for_operations().filter(order_number=number, position=position).first()
    if hand_off is None:
        raise Http404
    try:
        services.resend_hand_off(hand_off_id=hand_off.pk, actor=cast(User, request.user), now=timezone.now())
    except HandOffNotResendable as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%(number)s is queued again.") % {"number": number})
    return redirect("operations:hand-off-detail", number=number)


@for_operators("clearance.change_handoff")
@post_from("operations:hand-off-list")
def hand_off_now(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try to deliver a waiting message now, not when its next try is due."""
    user = cast(User, request.user)
    try:
        hurry_one(
            message_id=message_id, actor_id=user.pk, actor_label=str(user), now=timezone.now(), record=record_event
        )
    except OutboxMessage.DoesNotExist:
        messages.error(request, _("This message is no longer there."))
    except MessageNotWaiting as refusal:
        messages.info(request, sentence(refusal))
    else:
        messages.success(request, _("The message is being sent now. Load the page again in a few seconds."))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if is_ours else "operations:hand-off-list")
