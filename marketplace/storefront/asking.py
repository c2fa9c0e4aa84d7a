"""A list's query put to the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.urls import reverse

from marketplace.kernel.amounts import plain
from marketplace.storefront import addresses, listing
from marketplace.storefront.facets import Shop
from marketplace.storefront.query import PAGE_SIZE, ListQuery
from search.documents import DocumentType
from search.querying import Hit, SearchFilters, SearchResult, search

SORTS: Final = ("relevance", "price", "-price", "newest")
DEFAULT_SORT: Final = SORTS[0]
MAX_PAGES: Final = 1_000 // PAGE_SIZE  # the search pages through a thousand hits


def search_filters(query: ListQuery, shop: Shop) -> SearchFilters:
    """Return what the search is asked besides words."""
    return SearchFilters(**listing.filters_of(query, shop))


def ask(query: ListQuery, shop: Shop) -> SearchResult:
    """Return one page of what ``query`` finds."""
    filters = search_filters(query, shop)
    return search(q=query.text, lang=shop.language, filters=filters, sort=query.sort, page=query.page, size=PAGE_SIZE)


def goods_total(found: SearchResult) -> int:
    """Return how many goods were found, on all pages."""
    return max(found.facets.type.get(DocumentType.GOOD, 0), sum(hit.type == DocumentType.GOOD for hit in found.hits))


def goods_hits(query: ListQuery, shop: Shop, found: SearchResult) -> Sequence[Hit]:
    """Return the goods of one page of a list that has nothing but goods.

    The search pages through all that it finds; where that is no more than a page, or nothing but goods, ``found`` has
    them already. Else it is asked once more.
    """
    goods = [hit for hit in found.hits if hit.type == DocumentType.GOOD]
    if goods_total(found) == found.total or (found.page == 1 and found.total <= PAGE_SIZE) or found.degraded:
        return goods
    filters = replace(search_filters(query, shop), types=(str(DocumentType.GOOD),))
    page = min(found.page, max(1, -(-goods_total(found) // PAGE_SIZE)))
    return search(q=query.text, lang=shop.language, filters=filters, sort=query.sort, page=page, size=PAGE_SIZE).hits


def count(query: ListQuery, shop: Shop) -> int:
    """Return how many goods have all the words of ``query``, or how much else where no good has; 0 where some have
    only some of them.
    """
    found = search(q=query.text, lang=shop.language, filters=search_filters(query, shop), size=1)
    return 0 if found.partial else goods_total(found) or found.total


def save_address(query: ListQuery) -> str:
    """Return where the query is saved: with its words and filters, prices in USD; not with order and page."""
    passing = {"page", "sort", "view", "currency", "price_min", "price_max"}
    kept = [pair for pair in query.pairs(default_sort=DEFAULT_SORT) if pair[0] not in passing]
    bounds = zip(("price_min", "price_max"), listing.usd_bounds(query), strict=True)
    kept += [(name, plain(usd, language="en")) for name, usd in bounds if usd is not None]
    return addresses.address(reverse("account_search_save"), sorted(kept))
