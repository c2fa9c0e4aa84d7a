"""Help where a search found little: filters to give up, words that do occur, kinds of goods to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from marketplace.catalog import selectors
from marketplace.catalog.selectors import GoodFilters
from marketplace.storefront import addresses, facets, revision
from marketplace.storefront.asking import DEFAULT_SORT, count
from marketplace.storefront.facets import Shop
from marketplace.storefront.query import ListQuery
from search.analysis import parse
from search.querying import SearchResult

MOST_WORDS: Final = 6
MOST_STARTS: Final = 12


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another address, and how many hits it has; nobody is led to one that has none."""

    label: str
    count: int
    url: str


def help_context(
    query: ListQuery, shop: Shop, found: SearchResult, *, path: str, producers: Mapping[str, str]
) -> dict[str, list[WayOut]]:
    """Return what helps: nothing where all was found, one search for each word or kind of filter otherwise.

    Args:
        query: what is asked.
        shop: what filters are drawn from.
        found: the answer.
        path: of the search page.
        producers: names by slug.
    """
    is_empty = not found.total and not found.degraded
    return {
        "words": words(query, shop, path) if is_empty or found.partial else [],
        "drops": drops(query, shop, path, producers) if is_empty else [],
        "starts": starts(shop) if is_empty else [],
    }


def words(query: ListQuery, shop: Shop, path: str) -> list[WayOut]:
    """Return the words of a query, each with what it alone would find; the first MOST_WORDS of several."""
    typed = list(dict.fromkeys(unit.text for unit in parse(query.text).units))[:MOST_WORDS]
    if len(typed) < 2:  # noqa: PLR2004 - a word alone is the query itself
        return []
    alone = [replace(ListQuery(sort=DEFAULT_SORT), text=word) for word in typed]
    return [_way(one.text, one, shop, path) for one in alone]


def drops(query: ListQuery, shop: Shop, path: str, producers: Mapping[str, str]) -> list[WayOut]:
    """Return what giving up one kind of filter would find, the most first; or all of them where one does not help."""
    labels: dict[str, list[str]] = {}
    rest: dict[str, ListQuery] = {}
    for name, value, label in facets.chosen(query, shop, producers=producers):
        labels.setdefault(name, []).append(label)
        rest[name] = rest.get(name, query).without(name, value)
    ways = [
        _way(gettext("Without “%(filter)s”") % {"filter": ", ".join(labels[name])}, less, shop, path)
        for name, less in rest.items()
    ]
    ways = sorted((way for way in ways if way.count), key=lambda way: -way.count)
    if ways or len(rest) < 2:  # noqa: PLR2004 - of one, all is the same
        return ways
    bare = ListQuery(text=query.text, sort=query.sort, currency=query.currency)
    every = _way(gettext("Without any filter"), bare, shop, path)
    return [every] if every.count else []


def starts(shop: Shop) -> list[WayOut]:
    """Return the kinds of goods, those with the most goods first. One query, or none."""
    path = reverse("storefront:goods-list")
    counts = selectors.facets(GoodFilters(), revision=revision.current()).category
    roots = sorted(shop.tree.roots, key=lambda node: -counts.get(node.code, 0))
    return [
        WayOut(node.name(shop.language), counts[node.code], addresses.address(path, [("category", node.code)]))
        for node in roots
        if counts.get(node.code)
    ][:MOST_STARTS]


def _way(label: str, query: ListQuery, shop: Shop, path: str) -> WayOut:
    return WayOut(label, count(query, shop), addresses.address(path, query.pairs(default_sort=DEFAULT_SORT)))
