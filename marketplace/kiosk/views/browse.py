"""Gate, goods, one good."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.catalog.models import Good
from marketplace.catalog.selectors import (
    GoodFilters,
    cards,
    category_tree,
    good_detail,
    listing,
    picture_data,
    storefront_revision,
)
from marketplace.kiosk import services, visit
from marketplace.kiosk.problems import good_is_gone
from marketplace.orders.selectors.basket import basket_line_count
from marketplace.pricing.selectors import pack_prices
from marketplace.web.methods import post_from

PAGE_SIZE: Final = 9
IN_SEASON: Final = "in-season"
NO_CONTENT: Final = 204
GONE: Final = 410


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the gate: a scene and the languages."""
    return render(request, "kiosk/gate.html")


@never_cache
@post_from("kiosk:home")
def begin(request: HttpRequest, language: str) -> HttpResponse:
    """Begin a visit in a language, with nothing left of the one before."""
    if language not in visit.LANGUAGES:
        raise Http404
    secret = services.begin(language=language, instead_of=visit.key(request), now=timezone.now())
    return visit.enter(redirect("kiosk:goods"), secret=secret)


@never_cache
@post_from("kiosk:home")
def wipe(request: HttpRequest) -> HttpResponse:
    """End the visit: nothing of it stays on this device or here."""
    services.forget(key=visit.key(request))
    return visit.leave(redirect("kiosk:home"))


@never_cache
@require_POST
def touch(request: HttpRequest) -> HttpResponse:
    """Note that somebody is still there: she reads a page, and asks for no other."""
    return HttpResponse(status=GONE if visit.find(request) is None else NO_CONTENT)


@visit.during_a_visit
@require_safe
def goods(request: HttpRequest) -> HttpResponse:
    """Show nine goods at a time, of one category if asked, what is in season first."""
    language, revision = get_language() or "en", storefront_revision()
    tree = category_tree(revision=revision)
    chosen = request.GET.get("category", "")
    if chosen != IN_SEASON and chosen not in tree.by_code:
        chosen = ""
    filters = GoodFilters(
        categories=(chosen,) if chosen and chosen != IN_SEASON else (),
        in_season=chosen == IN_SEASON,
        month=timezone.localdate().month,
    )
    page = _number(request.GET.get("page", ""))
    found = listing(filters, page=page, size=PAGE_SIZE, language=language, revision=revision)
    context = {
        "cards": cards([key for key, _ in found.keys], language=language, revision=revision),
        "page": found.page,
        "pages": found.pages,
        "chosen": chosen,
        "categories": [{"code": node.code, "name": node.name(language)} for node in tree.roots],
        "in_season_code": IN_SEASON,
        **_frame(request),
    }
    return render(request, "kiosk/goods.html", context)


@visit.during_a_visit
@require_safe
def good(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one good with its packs."""
    return good_page(request, slug)


def good_page(request: HttpRequest, slug: str, *, error: str = "", status: int = 200) -> HttpResponse:
    """Show one good; ``error`` says why it could not be put on the list."""
    language = get_language() or "en"
    try:
        detail = good_detail(slug, revision=storefront_revision())
    except Good.DoesNotExist:
        return good_is_gone()
    prices = pack_prices([pack.pk for pack in detail.packs])
    packs = [{"pack": pack, "price": _first_price(prices.get(pack.pk))} for pack in detail.packs]
    first = next(iter(detail.pictures), None)
    context = {
        "good": detail.good,
        "packs": packs,
        "picture": picture_data(first, language=language) if first else None,
        "error": error,
        **_frame(request),
    }
    return render(request, "kiosk/good.html", context, status=status)


def _first_price(table: Any) -> Any:
    return table.breaks[0].unit_price if table and table.breaks else None


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Return what stands on every page: how many lines are on the list (1 query)."""
    return {"line_count": basket_line_count(visit.owner(request))}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 - five digits do
