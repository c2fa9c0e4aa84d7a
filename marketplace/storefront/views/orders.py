"""From the basket to an order, and the order's way to the buyer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.models import User
from marketplace.clearance.selectors import hand_offs_of
from marketplace.clearance.timeline import Step, is_under_way, steps
from marketplace.companies.models import Membership
from marketplace.kernel.errors import DomainError
from marketplace.kernel.refusals import sentence
from marketplace.orders import acts, selectors, services
from marketplace.orders.errors import PartsChanged
from marketplace.orders.models import BasketOwner, Order, ProducerOrder
from marketplace.orders.selectors.basket import BasketSummary, basket_summary
from marketplace.orders.states import OPEN, OrderStatus, ProducerOrderStatus
from marketplace.payments.selectors import instructions
from marketplace.storefront.access import buyer_of, for_buyers, hindrance, note_refused
from marketplace.storefront.forms.checkout import CheckoutForm

PAGE_SIZE: Final = 20
# How soon an open order page looks again: customs answers within seconds, a producer within hours.
MOVING_SECONDS: Final = 5
WAITING_SECONDS: Final = 30
# Numbers of parts in a form: 99 of 16 characters.
MOST_NUMBERS: Final = 99 * 17


@dataclass(frozen=True, slots=True)
class _Row:
    """One producer's part and its way."""

    part: ProducerOrder
    steps: list[Step]


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Show what will be ordered and for whom; a POST orders it, once for each page however often it is sent."""
    user = cast(User, request.user)
    membership = buyer_of(request)
    why_not = hindrance(request, membership, acts.PLACE_ORDER)
    if membership is None or why_not:
        note_refused(request, membership, acts.PLACE_ORDER)
        context = {"refusal": why_not, "nav_current": "basket"}
        return render(request, "storefront/checkout.html", context, status=HTTPStatus.FORBIDDEN)
    summary = basket_summary(BasketOwner.of_user(user), language=get_language() or "en")
    if request.method == "POST":
        form = CheckoutForm(request.POST)
        if form.is_valid():
            return _order(request, membership, form)
        return _checkout_page(request, membership, summary, form, status=422)
    if not summary.line_count:
        return redirect("storefront:basket-detail")
    fresh = {"key": uuid.uuid4().hex, "fingerprint": summary.fingerprint}
    return _checkout_page(request, membership, summary, CheckoutForm(initial=fresh))


def _order(request: HttpRequest, membership: Membership, form: CheckoutForm) -> HttpResponse:
    facts = form.cleaned_data
    try:
        order = services.place_order(
            user=cast(User, request.user),
            company=membership.company,
            idempotency_key=facts["key"],
            expected_fingerprint=facts["fingerprint"],
            buyer_reference=facts["buyer_reference"],
            note=facts["note"],
            now=timezone.now(),
        )
    except DomainError as refusal:
        return _once_more(request, membership, refusal)
    messages.success(request, _said(order))
    return redirect("storefront:order-detail", number=order.number)


def _said(order: Order) -> str:
    if order.awaits_verification:
        text = _("Order %(number)s is kept. It goes to the producers as soon as your company is verified.")
    else:
        text = _(
            "Order %(number)s is placed. Every producer answers for its own part; this page shows how far each is."
        )
    return text % {"number": order.number}


def _once_more(request: HttpRequest, membership: Membership, refusal: DomainError) -> HttpResponse:
    """Show the page with today's prices and what was typed; the key stays, so that nothing is ordered twice."""
    summary = basket_summary(BasketOwner.of_user(cast(User, request.user)), language=get_language() or "en")
    if not summary.line_count:
        messages.error(request, sentence(refusal))
        return redirect("storefront:basket-detail")
    again = CheckoutForm(request.POST.dict() | {"fingerprint": summary.fingerprint})
    again.is_valid()
    again.add_error(None, sentence(refusal))
    return _checkout_page(request, membership, summary, again, status=409)


def _checkout_page(
    request: HttpRequest, membership: Membership, summary: BasketSummary, form: CheckoutForm, status: int = 200
) -> HttpResponse:
    context = {"membership": membership, "summary": summary, "form": form, "nav_current": "basket"}
    return render(request, "storefront/checkout.html", context, status=status)


@for_buyers(acts.READ_ORDERS)
@require_safe
def order_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List the orders of the person's company, newest first."""
    orders = selectors.orders_of_buyer(membership.company)
    page = Paginator(orders, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "company": membership.company, "now": timezone.now()}
    return render(request, "storefront/order_list.html", context)


@for_buyers(acts.READ_ORDERS)
@require_safe
def order_detail(request: HttpRequest, membership: Membership, number: str) -> HttpResponse:
    """Show one order: what, payment, and each producer's part on its way over the border."""
    try:
        order = selectors.order_of_buyer(membership.company, number)
    except Order.DoesNotExist:
        raise Http404 from None
    parts = list(order.producer_orders.all())
    hand_offs = hand_offs_of(parts)
    rows = [_Row(part, steps(part, hand_offs.get(part.pk))) for part in parts]
    is_open = any(step.state == "now" for row in rows for step in row.steps)
    is_moving = any(is_under_way(part, hand_offs.get(part.pk)) for part in parts)
    context = {
        "order": order,
        "rows": rows,
        "refresh_seconds": MOVING_SECONDS if is_moving else WAITING_SECONDS if is_open else None,
        "payment": instructions(order),
        "can_cancel": membership.may(acts.CANCEL_ORDER) and any(part.status in OPEN for part in parts),
        "now": timezone.now(),
        "site": settings.SITE_ADDRESS,
    }
    return render(request, "storefront/order_detail.html", context)


@for_buyers(acts.CANCEL_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def order_cancel(request: HttpRequest, membership: Membership, number: str) -> HttpResponse:
    """Say what would be cancelled and what stays, and ask; a POST cancels exactly what the page said."""
    try:
        order = selectors.order_of_buyer(membership.company, number)
    except Order.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return _cancel_page(request, order) if _open_parts(order) else _back_to(order)
    seen = [number for number in request.POST.get("parts", "")[:MOST_NUMBERS].split() if number]
    try:
        order = services.cancel_order(
            order_id=order.pk, actor=cast(User, request.user), expected_parts=seen, now=timezone.now()
        )
    except PartsChanged as refusal:
        messages.error(request, sentence(refusal))
        order = selectors.order_of_buyer(membership.company, number)
        return _cancel_page(request, order, status=HTTPStatus.CONFLICT)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return _back_to(order)
    if order.status == OrderStatus.CANCELLED:
        messages.success(request, _("Order %(number)s is cancelled.") % {"number": order.number})
    else:
        messages.success(request, _("What was not confirmed is cancelled: %(parts)s.") % {"parts": ", ".join(seen)})
    return _back_to(order)


def _open_parts(order: Order) -> list[ProducerOrder]:
    return [part for part in order.producer_orders.all() if part.status in OPEN]


def _back_to(order: Order) -> HttpResponse:
    return redirect("storefront:order-detail", number=order.number)


def _cancel_page(request: HttpRequest, order: Order, status: int = HTTPStatus.OK) -> HttpResponse:
    confirmed = [part for part in order.producer_orders.all() if part.status == ProducerOrderStatus.CONFIRMED]
    context = {"order": order, "parts": _open_parts(order), "confirmed": confirmed}
    return render(request, "storefront/order_cancel.html", context, status=status)
