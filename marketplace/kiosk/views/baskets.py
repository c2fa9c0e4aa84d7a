"""The list on the kiosk, its way to a phone, and the phone's side."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.catalog.models import Pack
from marketplace.kernel.errors import DomainError
from marketplace.kernel.refusals import sentence, status_of
from marketplace.kernel.text import clean, identifier
from marketplace.kiosk import services, visit
from marketplace.kiosk.errors import HandedBasketGone, NothingToHandOver
from marketplace.kiosk.models import HandedBasket
from marketplace.kiosk.views.browse import good_page
from marketplace.orders.models import BasketOwner
from marketplace.orders.selectors.basket import basket_summary
from marketplace.orders.services import basket as baskets
from marketplace.orders.session import BASKET_TOKEN
from marketplace.web.methods import post_from

SKU_LENGTH = 20
GONE = 410


@visit.during_a_visit
@post_from("kiosk:basket")
def add(request: HttpRequest) -> HttpResponse:
    """Put the minimum of a pack on the list; once it is there, another step of it."""
    sku = identifier(request.POST.get("pack", ""), limit=SKU_LENGTH)
    pack = Pack.objects.select_related("good").filter(sku=sku).first()
    if pack is None:
        raise Http404
    try:
        _more(visit.owner(request), pack)
    except DomainError as refusal:
        return good_page(request, pack.good.slug, error=sentence(refusal), status=409)
    return redirect("kiosk:basket")


def _more(owner: BasketOwner, pack: Pack) -> None:
    items = basket_summary(owner, language="en", with_pictures=False).items
    present = next((item.quantity for item in items if item.pack.pk == pack.pk), 0)
    quantity = present + pack.step if present else pack.moq
    baskets.put_line(owner=owner, pack_sku=pack.sku, quantity=quantity, now=timezone.now())


@visit.during_a_visit
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    summary = basket_summary(visit.owner(request), language=get_language() or "en")
    return render(request, "kiosk/basket.html", {"summary": summary, "line_count": summary.line_count})


@visit.during_a_visit
@post_from("kiosk:basket")
def remove(request: HttpRequest) -> HttpResponse:
    """Take a line off the list."""
    sku = identifier(request.POST.get("pack", ""), limit=SKU_LENGTH)
    baskets.remove_line(owner=visit.owner(request), pack_sku=sku, now=timezone.now())
    return redirect("kiosk:basket")


@visit.during_a_visit
@post_from("kiosk:basket")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Make the code under which a phone gets the list."""
    try:
        handed = services.hand_over(owner=visit.owner(request), language=get_language() or "en", now=timezone.now())
    except NothingToHandOver:
        return redirect("kiosk:goods")
    services.keep_handed(visit=visit.current(request), code=handed.code)
    return redirect("kiosk:handed")


@visit.during_a_visit
@require_safe
def handed(request: HttpRequest) -> HttpResponse:
    """Show the QR code and the code in letters."""
    found = _own(request)
    if found is None:
        return redirect("kiosk:basket")
    summary = basket_summary(visit.owner(request), language=get_language() or "en")
    by_hand = f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('kiosk:take-by-hand')}"
    return render(request, "kiosk/handed.html", {"handed": found, "summary": summary, "by_hand": by_hand})


@visit.during_a_visit
@require_safe
def handed_qr(request: HttpRequest) -> HttpResponse:
    """Draw the QR code of this visit's hand-over."""
    found = _own(request)
    if found is None:
        raise Http404
    picture = io.BytesIO()
    address = f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('kiosk:take', args=[found.code])}"
    segno.make(address, error="m").save(picture, kind="svg", scale=10, border=0, svgclass=None, lineclass=None)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@never_cache
@require_safe
def take_by_hand(request: HttpRequest) -> HttpResponse:
    """Let somebody type the code on her phone."""
    code = clean(request.GET.get("code", ""), limit=40).strip()
    return take(request, code) if code else render(request, "kiosk/take.html")


@never_cache
@require_safe
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Put what was handed over into this phone's basket and show it. A second time changes nothing."""
    try:
        found = services.take(code=code, owner=_phone_owner(request), now=timezone.now())
    except HandedBasketGone as gone:
        context = {"refusal": sentence(gone), "code": code}
        return render(request, "kiosk/take.html", context, status=status_of(gone))
    with translation.override(found.language):
        return redirect("storefront:basket-detail")


def _phone_owner(request: HttpRequest) -> BasketOwner:
    if request.user.is_authenticated:
        return BasketOwner.of_user(request.user)
    token = request.session.get(BASKET_TOKEN)
    if not token:
        token = baskets.new_token()
        request.session[BASKET_TOKEN] = token
    return BasketOwner.of_visitor(token)


def _own(request: HttpRequest) -> HandedBasket | None:
    code = visit.current(request).handed_code
    try:
        return services.find(code=code, now=timezone.now())
    except HandedBasketGone:
        return None
