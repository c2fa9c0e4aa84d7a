"""Search over goods, places, producers and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors
from marketplace.kernel import formats
from marketplace.storefront import addresses, cards, facets, listing, revision
from marketplace.storefront.facets import Shop
from marketplace.storefront.listing import Pager
from marketplace.storefront.public import public_page
from marketplace.storefront.query import PAGE_SIZE, ListQuery
from search.querying import SearchFilters, SearchResult, search

SORTS: Final = ("relevance", "price", "-price", "newest")
DEFAULT_SORT: Final = SORTS[0]
MAX_PAGES: Final = 1_000 // PAGE_SIZE  # the search pages through a thousand hits


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found for ``q``; without words, where to begin."""

    def make() -> dict[str, Any]:
        language = str(get_language())
        shop = listing.shop(revision=revision.current(), language=language)
        query = shop.known(ListQuery.read(request.GET, language=language, sorts=SORTS))
        query = replace(query, page=min(query.page, MAX_PAGES))
        body = _draw(query, shop, month=timezone.localtime().month) if query.text else ""
        return {"body": body, "search_text": query.text, "starts": _starts(shop)}

    return public_page(request, "storefront/search.html", make)


def _draw(query: ListQuery, shop: Shop, *, month: int) -> str:
    filters = SearchFilters(
        categories=query.categories,
        counties=query.counties,
        producers=query.producers,
        in_season="in_season" in query.flags,
        gi="gi" in query.flags,
        cold_chain="cold_chain" in query.flags,
        month=month,
        price_min=query.price_min,
        price_max=query.price_max,
    )
    found = search(q=query.text, lang=shop.language, filters=filters, sort=query.sort, page=query.page, size=PAGE_SIZE)
    return render_to_string("storefront/_search.html", _context(query, shop, found))


def _context(query: ListQuery, shop: Shop, found: SearchResult) -> dict[str, Any]:
    path = reverse("storefront:search")
    goods = selectors.cards_by_sku([hit.sku for hit in found.hits if hit.type == "good"], language=shop.language)
    pages = min(max(1, -(-found.total // PAGE_SIZE)), MAX_PAGES)
    look = cards.CardLook(language=shop.language, level=2, has_first=True)
    return {
        **listing.result_context(query, shop, path=path, default_sort=DEFAULT_SORT, total=found.total, pages=pages),
        "result_text": ngettext("%(total)s result", "%(total)s results", found.total)
        % {"total": formats.number(found.total, language=shop.language)},
        "pager": Pager(min(found.page, pages), pages),
        "found": found,
        "others": [hit for hit in found.hits if hit.type != "good"],
        "cards": cards.of_cards(goods, look),
        "facets": facets.shortened(facets.rail(query, found.facets, shop)),
        "price": facets.price_range(query),
        "sorts": [
            {"value": value, "label": label, "is_selected": value == query.sort} for value, label in _sort_labels()
        ],
        "hidden": [{"name": "q", "value": query.text}],
        "corrected_url": addresses.address(path, [("q", found.did_you_mean)]) if found.did_you_mean else "",
        "goods_url": reverse("storefront:goods-list"),
        "starts": _starts(shop),
    }


def _sort_labels() -> list[tuple[str, str]]:
    labels = (
        gettext("Best match"),
        gettext("Price, lowest first"),
        gettext("Price, highest first"),
        gettext("Newest first"),
    )
    return list(zip(SORTS, labels, strict=True))


def _starts(shop: Shop) -> list[dict[str, str]]:
    """Return where to go when nothing was found: the kinds of goods."""
    path = reverse("storefront:goods-list")
    return [
        {"label": node.name(shop.language), "url": addresses.address(path, [("category", node.code)])}
        for node in shop.tree.roots
    ]
