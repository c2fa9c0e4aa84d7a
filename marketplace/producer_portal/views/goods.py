"""Goods of this producer: what is shown, what is missing, stock and prices."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.models import User
from marketplace.catalog import acts, services
from marketplace.catalog.errors import GoodIncomplete, GoodTransitionNotAllowed
from marketplace.catalog.models import Availability, Good, GoodQuerySet, GoodStatus, Pack
from marketplace.catalog.selectors import PictureData, goods_of, last_word, last_words, picture_data
from marketplace.companies.models import Membership
from marketplace.kernel.refusals import sentence
from marketplace.pricing import services as pricing
from marketplace.pricing.acts import CHANGE_PRICES
from marketplace.pricing.breaks import PriceTable
from marketplace.pricing.errors import PricesNotAllowed
from marketplace.pricing.selectors import pack_prices
from marketplace.producer_portal.access import for_producers
from marketplace.producer_portal.context import frame
from marketplace.producer_portal.forms import AvailabilityForm, PriceForm
from marketplace.producer_portal.pages import (
    GoodDetailPage,
    GoodListPage,
    GoodPricesPage,
    GoodRow,
    GoodWithdrawPage,
    PackRow,
)
from marketplace.web.methods import post_from

PAGE: Final = "producer_portal:good-detail"
PAGE_SIZE: Final = 20


@for_producers(acts.READ_GOODS)
@require_safe
def good_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List the producer's goods with picture, status and price."""
    goods = _own(membership).select_related("unit").prefetch_related("pictures", "packs")
    page = Paginator(goods.order_by("sku"), PAGE_SIZE).get_page(request.GET.get("page"))
    words = last_words(page)
    rows = [
        GoodRow(good=good, picture=_first_picture(request, good), packs=_in_order(good), word=words.get(good.pk))
        for good in page
    ]
    return GoodListPage(**frame(membership, current="goods"), page=page, rows=rows).answer(request)


@for_producers(acts.READ_GOODS)
@require_safe
def good_detail(request: HttpRequest, membership: Membership, sku: str) -> HttpResponse:
    """Show one good with stock and prices of each pack."""
    return _detail(request, membership, _load(membership, sku))


@for_producers(acts.CHANGE_STOCK)
@post_from(PAGE, "sku")
def availability_change(request: HttpRequest, membership: Membership, sku: str, pack_sku: str) -> HttpResponse:
    """Set a pack in or out of stock; visitors see it within seconds."""
    pack, form = _pack(_load(membership, sku), pack_sku), AvailabilityForm(request.POST)
    if form.is_valid():
        services.set_availability(
            pack_id=pack.pk,
            availability=Availability(form.cleaned_data["availability"]),
            actor=cast(User, request.user),
            now=timezone.now(),
        )
        messages.success(request, _("The stock of %(pack)s is saved.") % {"pack": pack.name})
    else:
        messages.error(request, _("Choose “in stock” or “out of stock”."))
    return redirect(PAGE, sku=sku)


@for_producers(CHANGE_PRICES)
@require_http_methods(["GET", "HEAD", "POST"])
def prices_change(request: HttpRequest, membership: Membership, sku: str, pack_sku: str) -> HttpResponse:
    """Show the unit prices of one pack; a POST changes them. Orders that were placed keep theirs."""
    good = _load(membership, sku)
    pack = _pack(good, pack_sku)
    form = _price_form(pack, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _prices(request, membership, good, pack, form)
    breaks = [(quantity, cast(Decimal, form.cleaned_data[f"price_{quantity}"])) for quantity in form.quantities]
    try:
        pricing.change_prices(pack_id=pack.pk, breaks=breaks, actor=cast(User, request.user), now=timezone.now())
    except PricesNotAllowed as refusal:
        field = f"price_{form.quantities[refusal.position]}"
        form.add_error(field, sentence(refusal))
        return _prices(request, membership, good, pack, form)
    messages.success(request, _("The prices of %(pack)s are saved.") % {"pack": pack.name})
    return redirect(PAGE, sku=sku)


@for_producers(acts.WITHDRAW_GOOD)
@require_http_methods(["GET", "HEAD", "POST"])
def good_withdraw(request: HttpRequest, membership: Membership, sku: str) -> HttpResponse:
    """Say what follows and ask; a POST takes the good off the market. Open orders go on."""
    good = _load(membership, sku)
    if request.method != "POST":
        if good.status != GoodStatus.PUBLISHED:
            return redirect(PAGE, sku=sku)
        return GoodWithdrawPage(**frame(membership, current="goods"), good=good).answer(request)
    try:
        services.withdraw_good(good_id=good.pk, actor=cast(User, request.user), now=timezone.now())
    except GoodTransitionNotAllowed as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%(good)s is off the market. Open orders go on.") % {"good": good.name})
    return redirect(PAGE, sku=sku)


@for_producers(acts.SUBMIT_GOOD)
@post_from(PAGE, "sku")
def good_submit(request: HttpRequest, membership: Membership, sku: str) -> HttpResponse:
    """Ask the zone to review the good before it goes on the market."""
    good = _load(membership, sku)
    try:
        services.submit_good(good_id=good.pk, actor=cast(User, request.user), now=timezone.now())
    except (GoodTransitionNotAllowed, GoodIncomplete) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%(good)s waits for the zone’s review.") % {"good": good.name})
    return redirect(PAGE, sku=sku)


def _own(membership: Membership) -> GoodQuerySet:
    return goods_of(membership.company)


def _load(membership: Membership, sku: str) -> Good:
    """Return this producer's good; anybody else's is not there at all."""
    goods = _own(membership)
    good = goods.select_related("unit", "category").prefetch_related("packs", "pictures").filter(sku=sku).first()
    if good is None:
        raise Http404
    return good


def _pack(good: Good, pack_sku: str) -> Pack:
    for pack in good.packs.all():
        if pack.sku == pack_sku:
            return pack
    raise Http404


def _price_form(pack: Pack, data: Any = None) -> PriceForm:
    return PriceForm(data, breaks=_breaks(pack, pack_prices([pack.pk])), prefix=pack.sku)


def _breaks(pack: Pack, tables: Mapping[int, PriceTable]) -> list[tuple[int, Decimal | None]]:
    """Return the price of each quantity; a pack without prices gets one field, at its minimum."""
    table = tables.get(pack.pk)
    if table is None:
        return [(pack.moq, None)]
    return [(row.from_quantity, row.unit_price) for row in table.breaks]


def _in_order(good: Good) -> list[Pack]:
    return sorted(good.packs.all(), key=lambda pack: pack.position)


def _first_picture(request: HttpRequest, good: Good) -> PictureData | None:
    picture = min(good.pictures.all(), key=lambda one: one.position, default=None)
    return picture_data(picture, language=request.LANGUAGE_CODE) if picture else None


def _prices(request: HttpRequest, membership: Membership, good: Good, pack: Pack, form: PriceForm) -> HttpResponse:
    drawn = GoodPricesPage(**frame(membership, current="goods"), good=good, pack=pack, form=form)
    return drawn.answer(request, status=422 if form.is_bound else 200)


def _detail(request: HttpRequest, membership: Membership, good: Good) -> HttpResponse:
    packs = _in_order(good)
    tables = pack_prices([pack.pk for pack in packs])
    rows = [
        PackRow(
            pack=pack,
            stock=AvailabilityForm(initial={"availability": pack.availability}, auto_id=f"{pack.sku}-%s"),
            prices=PriceForm(None, breaks=_breaks(pack, tables), prefix=pack.sku),
        )
        for pack in packs
    ]
    drawn = GoodDetailPage(
        **frame(membership, current="goods"),
        good=good,
        rows=rows,
        picture=_first_picture(request, good),
        word=last_word(good),
    )
    return drawn.answer(request)
