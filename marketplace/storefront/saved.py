"""Saved and recent searches as pages show them: addresses, and what is chosen in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.http import QueryDict
from django.urls import reverse

from marketplace.kernel.amounts import plain
from marketplace.kernel.languages import language_of
from marketplace.saved_searches import wanted
from marketplace.saved_searches.models import RecentSearch, SavedSearch
from marketplace.storefront import addresses, facets
from marketplace.storefront.asking import SORTS, search_filters
from marketplace.storefront.facets import Shop
from marketplace.storefront.forms.saved_search import SavedSearchForm
from marketplace.storefront.query import ListQuery

_HIGHEST: Final = Decimal(999_999_999)  # USD a unit, the most that a filter can say


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved search: ``filters`` as people call them, ``form`` to change it."""

    saved: SavedSearch
    url: str
    filters: tuple[str, ...]
    form: SavedSearchForm


@dataclass(frozen=True, slots=True)
class RecentView:
    text: str
    lang: str
    url: str


def saved_views(rows: Iterable[SavedSearch], shop: Shop) -> list[SavedView]:
    """Return saved searches as the account page shows them. No query."""
    return [
        SavedView(
            saved=saved,
            url=search_address(saved.pairs),
            filters=filter_labels(saved.pairs, shop),
            form=SavedSearchForm(
                initial={"name": saved.name, "notify": saved.notify}, auto_id=f"id_{saved.pk}_%s", prefix=None
            ),
        )
        for saved in rows
    ]


def recent_views(rows: Iterable[RecentSearch]) -> list[RecentView]:
    """Return recent searches with their addresses. No query."""
    return [RecentView(row.q, row.lang, search_address([("q", row.q)])) for row in rows]


def search_address(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the address of the search page for a query, in the active language."""
    return addresses.address(reverse("storefront:search"), pairs)


def filter_labels(pairs: Iterable[tuple[str, str]], shop: Shop) -> tuple[str, ...]:
    """Return what is chosen beside the words, as the chips of the search page say it."""
    params = QueryDict(mutable=True)
    for name, value in pairs:
        written = value.replace(".", language_of(shop.language).decimal) if name.startswith("price_") else value
        params.appendlist(name, written)
    query = shop.known(ListQuery.read(params, language=shop.language, sorts=SORTS))
    return tuple(label for _, _, label in facets.chosen(query, shop))


def asked(params: QueryDict, shop: Shop) -> wanted.Pairs:
    """Return the words and filters of a search page's address as they are kept; empty without words.

    Prices are kept in the market's own currency: a rate may change, and what was wanted does not.
    """
    query = shop.known(ListQuery.read(params, language=shop.language, sorts=SORTS))
    text = wanted.words(query.text)
    if not text:
        return []
    filters = search_filters(query, shop)
    bounds = {"price_min": filters.price_min, "price_max": filters.price_max}
    kept: dict[str, object] = {
        "category": query.categories,
        "county": query.counties,
        "producer": query.producers,
        "month": str(query.month),
        **dict.fromkeys(query.flags, "1"),
        **{name: plain(min(amount, _HIGHEST), language="en") for name, amount in bounds.items() if amount is not None},
    }
    return [("q", text), *wanted.pairs(kept)]


def save_address(pairs: Iterable[tuple[str, str]]) -> str:
    """Return where a search is saved: with its own query."""
    return addresses.address(reverse("account_search_save"), pairs)
