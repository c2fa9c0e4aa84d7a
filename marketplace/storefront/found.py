"""What a search found, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse

from marketplace.catalog.selectors import cards_by_sku
from marketplace.storefront import addresses, cards, facets, listing, nothing_found, rows
from marketplace.storefront.asking import DEFAULT_SORT, MAX_PAGES, SORTS, goods_hits, goods_total, save_address
from marketplace.storefront.facets import Shop
from marketplace.storefront.listing import Pager
from marketplace.storefront.marks import Marker, card_marks
from marketplace.storefront.price_range import exchange_in
from marketplace.storefront.query import PAGE_SIZE, TABLE, ListQuery
from marketplace.web.texts import gettext
from search.documents import DocumentType
from search.highlighting import Segment
from search.querying import Hit, SearchResult

MOST_BEFORE_GOODS: Final = 4


@dataclass(frozen=True, slots=True)
class Other:
    """Something found that is no good: a kind, a place, a producer, a page. ``name``: cut as the component ``marked``
    wants it.
    """

    name: Sequence[Segment]
    kind: str
    url: str


def found_context(query: ListQuery, shop: Shop, found: SearchResult, *, revision: int) -> dict[str, Any]:
    """Return what ``storefront/_search.html`` shows. One query for the cards, or none."""
    path = reverse("storefront:search")
    total = goods_total(found)
    pages = min(max(1, -(-total // PAGE_SIZE)), MAX_PAGES)
    hits = goods_hits(query, shop, found)
    goods = cards_by_sku([hit.sku for hit in hits], language=shop.language, revision=revision)
    marker = Marker(q=query.text, language=shop.language, also=(found.did_you_mean,) if found.did_you_mean else ())
    look = cards.CardLook(language=shop.language, level=2, has_first=True, exchange=exchange_in(query))
    shown = facets.shortened(facets.rail(query, found.facets, shop))
    return {
        **listing.result_context(query, shop, path=path, default_sort=DEFAULT_SORT, total=total, pages=pages),
        "pager": Pager(min(found.page, pages), pages),
        "found": found,
        **_others_context(found, marker),
        **(
            {"rows": rows.of_cards(goods, look)}
            if query.view == TABLE
            else {"cards": cards.of_cards(goods, look, marks=card_marks(goods, marker))}
        ),
        "panel": replace(listing.panel(query, shop, found.facets, shown, path=path), words=query.text),
        "sorts": sort_options(query.sort),
        "corrected_url": _corrected_url(query, found, path),
        "again_url": addresses.address(path, query.pairs(default_sort=DEFAULT_SORT)),
        "save_url": save_address(query),
        "goods_url": reverse("storefront:goods-list"),
        **nothing_found.help_context(query, shop, found, path=path),
    }


def sort_options(chosen: str) -> list[dict[str, Any]]:
    """Return the orders to choose from."""
    labels = (
        gettext("Best match"),
        gettext("Price, lowest first"),
        gettext("Price, highest first"),
        gettext("Newest first"),
    )
    return [
        {"value": value, "label": label, "is_selected": value == chosen}
        for value, label in zip(SORTS, labels, strict=True)
    ]


def _corrected_url(query: ListQuery, found: SearchResult, path: str) -> str:
    if not found.did_you_mean:
        return ""
    kept = [pair for pair in query.pairs(default_sort=DEFAULT_SORT) if pair[0] not in {"q", "page"}]
    return addresses.address(path, sorted([*kept, ("q", found.did_you_mean)]))


def _others_context(found: SearchResult, marker: Marker) -> dict[str, Any]:
    """Return what was found besides goods, with the first page of them and in one place: before the goods where it is
    a better answer than the first of them, a few at once and the rest folded, for goods are what people come for.
    """
    if found.page > 1:
        return {"others": [], "others_folded": [], "others_after": []}
    others = _others(found.hits, marker)
    has_goods = len(others) < len(found.hits)
    if has_goods and found.hits[0].type == DocumentType.GOOD:
        return {"others": [], "others_folded": [], "others_after": others}
    most = MOST_BEFORE_GOODS if has_goods else len(others)
    return {"others": others[:most], "others_folded": others[most:], "others_after": []}


def _others(hits: Iterable[Hit], marker: Marker) -> list[Other]:
    kinds = {
        "category": gettext("Category"),
        "county": gettext("Place of origin"),
        "producer": gettext("Producer"),
        "page": gettext("Page of the site"),
    }
    return [
        Other(name=marker.spot(hit.name), kind=kinds.get(hit.type, ""), url=hit.url)
        for hit in hits
        if hit.type != "good"
    ]
