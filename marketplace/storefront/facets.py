"""Filters as the rail shows them: choices with counts, chips of what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Protocol

from django.utils.translation import ngettext

from marketplace.catalog.selectors import CategoryNode, CategoryTree
from marketplace.kernel import formats
from marketplace.reference.selectors import CountyEntry
from marketplace.storefront.addresses import address
from marketplace.storefront.price_range import price_label, priced
from marketplace.storefront.query import FLAGS, ListQuery
from marketplace.storefront.seasons import month_choices, month_name
from marketplace.web.texts import gettext

# The month of harvest has a calendar of its own.
_PROPERTIES: Final = tuple(name for name in FLAGS if name != "in_season")
MOST_PRODUCERS: Final = 10


class Counts(Protocol):
    """What ``catalog.selectors.Facets`` and ``search.querying``'s facets have in common."""

    @property
    def category(self) -> Mapping[str, int]: ...
    @property
    def county(self) -> Mapping[str, int]: ...
    @property
    def producer(self) -> Mapping[str, int]: ...
    @property
    def in_season(self) -> int: ...
    @property
    def gi(self) -> int: ...
    @property
    def cold_chain(self) -> int: ...
    @property
    def price_min(self) -> Decimal | None: ...
    @property
    def price_max(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick; ``name`` only where it is not the facet's."""

    value: str
    label: str
    count: int
    is_selected: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A box of choices, as the component ``facet`` shows it; its query parameter is its name, unless a choice has its
    own.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    is_open: bool = True
    # The class of the box around the choices, and what is said below them.
    layout: str = "options"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, with the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What the filters are drawn from: the tree, the counties, the producers' names by slug, the month (1 to 12)."""

    tree: CategoryTree
    counties: tuple[CountyEntry, ...]
    producers: Mapping[str, str]
    language: str
    month: int

    def known(self, query: ListQuery) -> ListQuery:
        """Return ``query`` with what exists of it; a category gives way to a chosen child of it, a price to what it is
        in the currency that is shown. No query but for a currency's rate.
        """
        codes = tuple(code for code in query.categories if code in self.tree.by_code)
        parents = {node.code for code in codes for node in self.tree.trail(code)[:-1]}
        slugs = {county.slug for county in self.counties}
        query = priced(query, language=self.language)
        known = query.knowing(
            categories=codes,
            counties=tuple(slug for slug in query.counties if slug in slugs),
            producers=tuple(slug for slug in query.producers if slug in self.producers),
        )
        return known.narrowed(tuple(code for code in known.categories if code not in parents))

    def county_name(self, slug: str) -> str:
        return next((county.name(self.language) for county in self.counties if county.slug == slug), "")

    def month_of(self, query: ListQuery) -> int:
        """Return the month that "in season" speaks of."""
        return query.month or self.month


def flag_label(name: str) -> str:
    """Return what a yes-or-no filter is called."""
    return {
        "in_season": gettext("In season now"),
        "gi": gettext("Geographical indication"),
        "cold_chain": gettext("Cold chain"),
    }[name]


def rail(query: ListQuery, counts: Counts, shop: Shop) -> list[Facet]:
    """Return the facets: kinds, the finer kinds of the chosen ones, places, producers, season, properties."""
    language = shop.language
    places = tuple(
        Option(one.slug, one.name(language), counts.county.get(one.slug, 0), one.slug in query.counties)
        for one in shop.counties
    )
    flags = tuple(
        Option("1", flag_label(name), getattr(counts, name), name in query.flags, name=name) for name in _PROPERTIES
    )
    makers = _producers(query, counts, shop)
    return [
        *_kinds(query, counts, shop),
        Facet("county", gettext("Place of origin"), places),
        *([Facet("producer", gettext("Producer"), makers)] if makers else []),
        season(query, counts, shop),
        Facet("", gettext("Properties"), flags),
    ]


def _kinds(query: ListQuery, counts: Counts, shop: Shop) -> list[Facet]:
    chosen = {node.code for code in query.categories for node in shop.tree.trail(code)}
    families = [node for node in shop.tree.roots if node.code in chosen and node.children]
    language = shop.language
    return [
        Facet("category", gettext("Kind"), _categories(shop.tree.roots, query, counts, language)),
        *(
            Facet("category", node.name(language), _categories(node.children, query, counts, language))
            for node in families
        ),
    ]


def season(query: ListQuery, counts: Counts, shop: Shop) -> Facet:
    """Return the twelve months to choose one from, and how many goods the chosen one, or else this one, has."""
    chosen = shop.month_of(query)
    options = tuple(
        Option(str(number), name, 0, query.is_in_season and number == chosen)
        for number, name in month_choices(shop.language)
    )
    values = {
        "count": formats.number(counts.in_season, language=shop.language),
        "month": month_name(chosen, shop.language),
    }
    note = ngettext("%(month)s: %(count)s good in season", "%(month)s: %(count)s goods in season", counts.in_season)
    every = Option("", gettext("Any month"), 0, not query.is_in_season)
    return Facet(
        "month",
        gettext("Season"),
        (every, *options),
        layout="months",
        note=note % values,
    )


def _producers(query: ListQuery, counts: Counts, shop: Shop) -> tuple[Option, ...]:
    """Return the chosen producers, then those with the most goods."""
    of, names = counts.producer, shop.producers
    leading = sorted((slug for slug in of if slug in names), key=lambda slug: (-of[slug], slug))[:MOST_PRODUCERS]
    options = [
        Option(slug, names[slug], of.get(slug, 0), slug in query.producers) for slug in {*query.producers, *leading}
    ]
    return tuple(sorted(options, key=lambda one: (not one.is_selected, -one.count, one.label, one.value)))


def shortened(facets: Iterable[Facet]) -> list[Facet]:
    """Return the facets without the choices that would leave nothing: of a search most are such."""
    kept = [
        facet
        if facet.layout == "months"
        else replace(facet, options=tuple(one for one in facet.options if one.count or one.is_selected))
        for facet in facets
    ]
    return [facet for facet in kept if facet.options]


def _categories(nodes: Iterable[CategoryNode], query: ListQuery, counts: Counts, language: str) -> tuple[Option, ...]:
    return tuple(
        Option(node.code, node.name(language), counts.category.get(node.code, 0), node.code in query.categories)
        for node in nodes
    )


def chips(query: ListQuery, shop: Shop, *, path: str, default_sort: str) -> list[Chip]:
    """Return what is chosen, each with the address that gives it up."""
    return [
        Chip(label, address(path, query.without(name, value).pairs(default_sort=default_sort)))
        for name, value, label in chosen(query, shop)
    ]


def chosen(query: ListQuery, shop: Shop) -> list[tuple[str, str, str]]:
    """Return what is chosen as (name of the filter, value, what people call it)."""
    found = [("category", code, shop.tree.by_code[code].name(shop.language)) for code in query.categories]
    found += [("county", slug, shop.county_name(slug)) for slug in query.counties]
    found += [("producer", slug, shop.producers[slug]) for slug in query.producers]
    found += [(name, "1", flag_label(name)) for name in FLAGS if name in query.flags]
    if query.month:
        month = month_name(query.month, shop.language)
        found.append(("month", "", gettext("In season: %(month)s") % {"month": month}))
    if query.price_min is not None or query.price_max is not None:
        found.append(("price", "", price_label(query)))
    return found
