"""Orders of this producer: look, confirm, decline."""

from __future__ import annotations

from typing import Final, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.models import User
from marketplace.catalog.selectors import first_pictures
from marketplace.clearance.selectors import hand_offs_of
from marketplace.clearance.timeline import Reader, steps
from marketplace.companies.models import Membership
from marketplace.kernel.refusals import sentence
from marketplace.orders import acts, services
from marketplace.orders.models import ProducerOrder
from marketplace.orders.selectors import producer_order_of
from marketplace.orders.states import ProducerOrderStatus, TransitionNotAllowed
from marketplace.producer_portal.access import for_producers
from marketplace.producer_portal.context import frame
from marketplace.producer_portal.forms import DeclineForm
from marketplace.producer_portal.pages import (
    OrderConfirmPage,
    OrderDeclinePage,
    OrderDetailPage,
    OrderListPage,
    OrderRow,
)

PAGE_SIZE: Final = 20
SHOWN_LINES: Final = 2


@for_producers(acts.READ_PARTS)
@require_safe
def order_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List the producer's orders, those that wait for an answer first, what is overdue longest before the others."""
    orders = ProducerOrder.objects.of_producer(membership.company)
    status = request.GET.get("status", "")
    if status in ProducerOrderStatus.values:
        orders = orders.filter(status=status)
    else:
        status = ""
    page = Paginator(
        orders.select_related("order__buyer").prefetch_related("lines__pack", "hand_offs").by_urgency(),
        PAGE_SIZE,
    ).get_page(request.GET.get("page"))
    drawn = OrderListPage(
        **frame(membership, current="orders"),
        page=page,
        rows=_rows(page, request.LANGUAGE_CODE),
        status=status,
        statuses=[(value, str(label)) for value, label in ProducerOrderStatus.choices],
        now=timezone.now(),
    )
    return drawn.answer(request)


def _rows(page: Page[ProducerOrder], language: str) -> list[OrderRow]:
    """Return each order with its goods in their order and the first one's picture. One query."""
    lines = {order.pk: sorted(order.lines.all(), key=lambda line: line.position) for order in page}
    firsts = {pk: own[0].pack.good_id for pk, own in lines.items() if own}
    pictures = first_pictures([*firsts.values()], language=language)
    return [
        OrderRow(
            order=order,
            lines=lines[order.pk][:SHOWN_LINES],
            more=len(lines[order.pk]) - SHOWN_LINES,
            picture=pictures.get(firsts.get(order.pk, 0)),
        )
        for order in page
    ]


@for_producers(acts.READ_PARTS)
@require_safe
def order_detail(request: HttpRequest, membership: Membership, number: str) -> HttpResponse:
    """Show one order with its lines and its way over the border."""
    order = _load(membership, number)
    drawn = OrderDetailPage(
        **frame(membership, current="orders"),
        order=order,
        steps=steps(order, hand_offs_of([order]).get(order.pk), reader=Reader.PRODUCER),
        now=timezone.now(),
    )
    return drawn.answer(request)


@for_producers(acts.CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def order_confirm(request: HttpRequest, membership: Membership, number: str) -> HttpResponse:
    """Say what follows and ask; a POST takes the order: it goes to the single window from here on."""
    order = _load(membership, number)
    if request.method != "POST":
        if order.status != ProducerOrderStatus.PLACED:
            return redirect("producer_portal:order-detail", number=number)
        return OrderConfirmPage(**frame(membership, current="orders"), order=order).answer(request)
    try:
        services.confirm_producer_order(producer_order_id=order.pk, actor=cast(User, request.user), now=timezone.now())
    except TransitionNotAllowed as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(
            request, _("Order %(number)s is confirmed and on its way to the single window.") % {"number": number}
        )
    return redirect("producer_portal:order-detail", number=number)


@for_producers(acts.DECLINE)
@require_http_methods(["GET", "HEAD", "POST"])
def order_decline(request: HttpRequest, membership: Membership, number: str) -> HttpResponse:
    """Ask for the reason; a POST refuses the order with it, and the buyer reads it."""
    order = _load(membership, number)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if not form.is_bound and order.status != ProducerOrderStatus.PLACED:
        return redirect("producer_portal:order-detail", number=number)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        drawn = OrderDeclinePage(**frame(membership, current="orders"), order=order, form=form)
        return drawn.answer(request, status=status)
    try:
        services.decline_producer_order(
            producer_order_id=order.pk,
            reason=form.cleaned_data["reason"],
            actor=cast(User, request.user),
            now=timezone.now(),
        )
    except TransitionNotAllowed as refusal:
        messages.error(request, sentence(refusal))
    else:
        told = _("Order %(number)s is declined. The buyer gets a mail with your reason.")
        messages.success(request, told % {"number": number})
    return redirect("producer_portal:order-detail", number=number)


def _load(membership: Membership, number: str) -> ProducerOrder:
    """Return this producer's order; anybody else's is not there at all."""
    try:
        return producer_order_of(membership.company, number)
    except ProducerOrder.DoesNotExist:
        raise Http404 from None
