"""The list of goods: what one address shows, whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypedDict

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from marketplace.catalog import selectors
from marketplace.catalog.selectors import GoodFilters
from marketplace.kernel import formats
from marketplace.reference.selectors import counties
from marketplace.storefront import addresses, cards, facets, rows
from marketplace.storefront.facets import Counts, Facet, Shop
from marketplace.storefront.filter_panel import FilterPanel
from marketplace.storefront.price_range import exchange_in, price_range
from marketplace.storefront.query import CARDS, PAGE_SIZE, TABLE, ListQuery
from marketplace.web.texts import gettext

SORTS: Final = ("popularity", "price", "-price", "newest", "name")
DEFAULT_SORT: Final = SORTS[0]


@dataclass(frozen=True, slots=True)
class Pager:
    """What ``components/_pagination.html`` reads of a page; ``paginator`` is itself."""

    number: int
    num_pages: int

    @property
    def paginator(self) -> Pager:
        return self

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Stands where the pager looks for a request: the query in its one form, without what the page does not know."""

    GET: QueryDict

    @classmethod
    def of(cls, pairs: addresses.Pairs) -> Asked:
        query = QueryDict(mutable=True)
        for name, value in pairs:
            query.appendlist(name, value)
        return cls(query)


def shop(*, revision: int, language: str) -> Shop:
    """Return what filters are drawn from, now. Two queries, or none."""
    return Shop(
        tree=selectors.category_tree(revision=revision),
        counties=counties(version=revision),
        producers=selectors.producer_names(revision=revision, language=language),
        language=language,
        month=timezone.localtime().month,
    )


class Asking(TypedDict):
    """What ``GoodFilters`` of the catalogue and ``SearchFilters`` of the search have in common; prices are USD."""

    categories: tuple[str, ...]
    counties: tuple[str, ...]
    producers: tuple[str, ...]
    in_season: bool
    gi: bool
    cold_chain: bool
    month: int
    price_min: Decimal | None
    price_max: Decimal | None


def filters_of(query: ListQuery, shop: Shop) -> Asking:
    """Return what is asked besides words, for the catalogue or the search."""
    low, high = usd_bounds(query)
    return Asking(
        categories=query.categories,
        counties=query.counties,
        producers=query.producers,
        in_season=query.is_in_season,
        gi="gi" in query.flags,
        cold_chain="cold_chain" in query.flags,
        month=shop.month_of(query),
        price_min=low,
        price_max=high,
    )


def usd_bounds(query: ListQuery) -> tuple[Decimal | None, Decimal | None]:
    """Return the prices that were asked for, in USD."""
    exchange = exchange_in(query)
    return (
        None if query.price_min is None else exchange.at_least(query.price_min),
        None if query.price_max is None else exchange.at_most(query.price_max),
    )


def list_context(query: ListQuery, shop: Shop, *, revision: int) -> dict[str, Any]:
    """Return what ``storefront/_goods_list.html`` shows.

    Raises:
        Http404: the page lies beyond the end of the list.
    """
    found = selectors.listing(
        GoodFilters(**filters_of(query, shop)),
        language=shop.language,
        revision=revision,
        sort=query.sort,
        page=query.page,
        size=PAGE_SIZE,
        with_producers=True,
    )
    if query.page > found.pages:
        raise Http404
    look = cards.CardLook(language=shop.language, level=2, has_first=True, exchange=exchange_in(query))
    path = reverse("storefront:goods-list")
    return {
        **result_context(query, shop, path=path, default_sort=DEFAULT_SORT, total=found.total, pages=found.pages),
        "panel": panel(query, shop, found.facets, facets.rail(query, found.facets, shop), path=path),
        "title": title(query, shop),
        "trail": trail(query, shop),
        **(
            {"rows": rows.of_keys(found.keys, look)}
            if query.view == TABLE
            else {"cards": cards.of_keys(found.keys, look)}
        ),
        "sorts": sort_options(query.sort),
    }


def view_options(query: ListQuery, *, path: str, default_sort: str) -> list[dict[str, Any]]:
    """Return the ways in which goods can be shown, each with the address that chooses it."""
    kept = [pair for pair in query.pairs(default_sort=default_sort) if pair[0] != "view"]
    labels = {CARDS: (gettext("Cards"), "layout-grid"), TABLE: (gettext("Table"), "list")}
    return [
        {
            "label": label,
            "icon": icon,
            "url": addresses.address(path, sorted([*kept, ("view", view)])),
            "is_chosen": query.view == view,
        }
        for view, (label, icon) in labels.items()
    ]


def panel(query: ListQuery, shop: Shop, counts: Counts, shown: Sequence[Facet], *, path: str) -> FilterPanel:
    """Return the rail of ``shown`` facets and of the prices between the lowest and the highest that the other filters
    leave.
    """
    return FilterPanel(
        facets=shown,
        price=price_range(query, bounds=(counts.price_min, counts.price_max), language=shop.language),
        action=path,
        clear_url=clear_address(query, path),
        chosen=query.chosen_count,
        view=query.view,
    )


def clear_address(query: ListQuery, path: str) -> str:
    """Return the address without any filter, with the words that are searched for."""
    return addresses.address(path, [("q", query.text)] if query.text else [])


def result_context(
    query: ListQuery,
    shop: Shop,
    *,
    path: str,
    default_sort: str,
    total: int,
    pages: int,
) -> dict[str, Any]:
    """Return what lists and search results share: texts of the result, chips, pager."""
    chips = facets.chips(query, shop, path=path, default_sort=default_sort)
    return {
        "query": query,
        "path": path,
        "clear_url": clear_address(query, path),
        "chosen": chips,
        "views": view_options(query, path=path, default_sort=default_sort),
        "total": total,
        "result_text": result_text(total, shop.language),
        "pager": Pager(query.page, pages),
        "asked": Asked.of(query.pairs(default_sort=default_sort)),
    }


def result_text(total: int, language: str) -> str:
    """Say how many goods there are."""
    text = ngettext("%(total)s good", "%(total)s goods", total)
    return text % {"total": formats.number(total, language=language)}


def title(query: ListQuery, shop: Shop) -> str:
    """Name the list after the one thing that is chosen, if it is one."""
    if query.chosen_count == 1 and query.categories:
        return shop.tree.by_code[query.categories[0]].name(shop.language)
    if query.chosen_count == 1 and query.counties:
        place = shop.county_name(query.counties[0])
        return gettext("Goods from %(place)s") % {"place": place}
    return gettext("Goods")


def trail(query: ListQuery, shop: Shop) -> list[dict[str, str]]:
    """Return the breadcrumbs: down to the category, if one is chosen."""
    path = reverse("storefront:goods-list")
    if len(query.categories) != 1:
        return [{"label": gettext("Goods"), "url": ""}]
    nodes = shop.tree.trail(query.categories[0])
    steps = [{"label": gettext("Goods"), "url": path}]
    steps += [
        {"label": node.name(shop.language), "url": addresses.address(path, [("category", node.code)])}
        for node in nodes[:-1]
    ]
    return [*steps, {"label": nodes[-1].name(shop.language), "url": ""}]


def sort_options(chosen: str) -> list[dict[str, Any]]:
    """Return the orders to choose from."""
    labels = {
        "popularity": gettext("Default order"),
        "price": gettext("Price, lowest first"),
        "-price": gettext("Price, highest first"),
        "newest": gettext("Newest first"),
        "name": gettext("Name"),
    }
    return [{"value": value, "label": labels[value], "is_selected": value == chosen} for value in SORTS]
