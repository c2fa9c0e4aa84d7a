"""Filters as the rail shows them: choices with counts, chips of what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from marketplace.catalog.selectors import CategoryNode, CategoryTree
from marketplace.reference.selectors import CountyEntry
from marketplace.storefront.addresses import address
from marketplace.storefront.card_drawing import draw_choices
from marketplace.storefront.query import FLAGS, ListQuery


class Counts(Protocol):
    """What ``catalog.selectors.Facets`` and ``search.querying``'s facets have in common."""

    @property
    def category(self) -> Mapping[str, int]: ...
    @property
    def county(self) -> Mapping[str, int]: ...
    @property
    def in_season(self) -> int: ...
    @property
    def gi(self) -> int: ...
    @property
    def cold_chain(self) -> int: ...


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
    name: str
    label: str
    options: tuple[Option, ...]
    language: str
    is_open: bool = True

    @property
    def drawn(self) -> SafeString:
        """The choices as markup."""
        return draw_choices(self.name, self.options, language=self.language)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, with the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PriceRange:
    label: str
    value_from: str
    value_to: str
    error: str
    name_from: str = "price_min"
    name_to: str = "price_max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What the filters are drawn from: the tree, the counties, the language."""

    tree: CategoryTree
    counties: tuple[CountyEntry, ...]
    language: str

    def known(self, query: ListQuery) -> ListQuery:
        """Return ``query`` with what exists of it; a category gives way to a chosen child of it."""
        codes = tuple(code for code in query.categories if code in self.tree.by_code)
        parents = {node.code for code in codes for node in self.tree.trail(code)[:-1]}
        slugs = {county.slug for county in self.counties}
        known = query.knowing(categories=codes, counties=tuple(slug for slug in query.counties if slug in slugs))
        return known.narrowed(tuple(code for code in known.categories if code not in parents))

    def county_name(self, slug: str) -> str:
        return next((county.name(self.language) for county in self.counties if county.slug == slug), "")


def flag_label(name: str) -> str:
    """Return what a yes-or-no filter is called."""
    return {
        "in_season": gettext("In season now"),
        "gi": gettext("Geographical indication"),
        "cold_chain": gettext("Cold chain"),
    }[name]


def rail(query: ListQuery, counts: Counts, shop: Shop) -> list[Facet]:
    """Return the facets: kinds, the finer kinds of the chosen ones, places, properties."""
    chosen = {node.code for code in query.categories for node in shop.tree.trail(code)}
    families = [node for node in shop.tree.roots if node.code in chosen and node.children]
    language = shop.language
    found = [Facet("category", gettext("Kind"), _categories(shop.tree.roots, query, counts, language), language)]
    found += [
        Facet("category", node.name(language), _categories(node.children, query, counts, language), language)
        for node in families
    ]
    places = tuple(
        Option(one.slug, one.name(shop.language), counts.county.get(one.slug, 0), one.slug in query.counties)
        for one in shop.counties
    )
    flags = tuple(
        Option("1", flag_label(name), getattr(counts, name), name in query.flags, name=name) for name in FLAGS
    )
    return [
        *found,
        Facet("county", gettext("Place of origin"), places, language),
        Facet("", gettext("Properties"), flags, language),
    ]


def shortened(facets: Iterable[Facet]) -> list[Facet]:
    """Return the facets without the choices that would leave nothing: of a search most are such."""
    kept = [
        replace(facet, options=tuple(one for one in facet.options if one.count or one.is_selected)) for facet in facets
    ]
    return [facet for facet in kept if facet.options]


def _categories(nodes: Iterable[CategoryNode], query: ListQuery, counts: Counts, language: str) -> tuple[Option, ...]:
    return tuple(
        Option(node.code, node.name(language), counts.category.get(node.code, 0), node.code in query.categories)
        for node in nodes
    )


def price_range(query: ListQuery) -> PriceRange:
    """Return the price fields with what was typed and what is wrong with it."""
    errors = {
        "number": gettext("Type a price as a number, for example 12.50."),
        "order": gettext("The lowest price is above the highest. Change one of them."),
    }
    return PriceRange(
        label=gettext("Price, FOB (USD)"),
        value_from=query.typed_min,
        value_to=query.typed_max,
        error=errors.get(query.price_error, ""),
    )


def chips(query: ListQuery, shop: Shop, *, path: str, default_sort: str, producer_name: str) -> list[Chip]:
    """Return what is chosen, each with the address that gives it up."""
    chosen = [("category", code, shop.tree.by_code[code].name(shop.language)) for code in query.categories]
    chosen += [("county", slug, shop.county_name(slug)) for slug in query.counties]
    chosen += [("producer", slug, producer_name or slug) for slug in query.producers]
    chosen += [(name, "1", flag_label(name)) for name in FLAGS if name in query.flags]
    if query.price_min is not None or query.price_max is not None:
        chosen.append(("price", "", _price_label(query.typed_min, query.typed_max)))
    return [
        Chip(label, address(path, query.without(name, value).pairs(default_sort=default_sort)))
        for name, value, label in chosen
    ]


def _price_label(low: str, high: str) -> str:
    if low and high:
        return gettext("%(low)s to %(high)s USD") % {"low": low, "high": high}
    if low:
        return gettext("From %(low)s USD") % {"low": low}
    return gettext("Up to %(high)s USD") % {"high": high}
