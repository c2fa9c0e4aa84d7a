"""Help where a search found little: filters to give up, words that do occur, kinds of goods to begin with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from marketplace.catalog import selectors
from marketplace.catalog.selectors import GoodFilters
from marketplace.storefront import addresses, facets, revision
from marketplace.storefront.asking import DEFAULT_SORT, count, goods_total
from marketplace.storefront.facets import Shop
from marketplace.storefront.query import ListQuery
from marketplace.web.texts import gettext
from search.analysis import parse
from search.querying import SearchResult

PATIENCE_SECONDS: Final = 0.4  # for all further searches of a page: help that comes late is none
MOST_WORDS: Final = 6
MOST_STARTS: Final = 12


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another address, and how many goods it has, or how much else; nobody is led to one that has none."""

    label: str
    count: int
    url: str


class Counting:
    """Counts the hits of further questions as long as the patience lasts, and none after that."""

    def __init__(self, shop: Shop, path: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._shop, self._path, self._clock = shop, path, clock
        self._until = clock() + PATIENCE_SECONDS

    def ways(self, questions: Iterable[tuple[str, ListQuery]]) -> list[WayOut]:
        """Return each (label, query) with its hits; those for which no patience was left are missing."""
        return [
            WayOut(
                label,
                count(query, self._shop),
                addresses.address(self._path, query.pairs(default_sort=DEFAULT_SORT)),
            )
            for label, query in questions
            if self._clock() < self._until
        ]


def help_context(query: ListQuery, shop: Shop, found: SearchResult, *, path: str) -> dict[str, list[WayOut]]:
    """Return what helps: nothing where all was found, one search for each word or kind of filter otherwise.

    Args:
        query: what is asked.
        shop: what filters are drawn from.
        found: the answer.
        path: of the search page.
    """
    is_empty = not found.total and not found.degraded
    counting = Counting(shop, path)
    return {
        "drops": [] if found.degraded or goods_total(found) else drops(query, shop, counting),
        "words": words(query, counting) if is_empty or found.partial else [],
        "starts": starts(shop) if is_empty else [],
    }


def words(query: ListQuery, counting: Counting) -> list[WayOut]:
    """Return the words of a query, each with what it alone would find; the first MOST_WORDS of several."""
    typed = list(dict.fromkeys(unit.text for unit in parse(query.text).units))[:MOST_WORDS]
    if len(typed) < 2:  # noqa: PLR2004 - a word alone is the query itself
        return []
    return counting.ways((word, ListQuery(text=word, sort=DEFAULT_SORT)) for word in typed)


def drops(query: ListQuery, shop: Shop, counting: Counting) -> list[WayOut]:
    """Return what giving up one kind of filter would find, the most first; or all of them where one does not help."""
    labels: dict[str, list[str]] = {}
    rest: dict[str, ListQuery] = {}
    for name, value, label in facets.chosen(query, shop):
        labels.setdefault(name, []).append(label)
        rest[name] = rest.get(name, query).without(name, value)
    text = gettext("Without “%(filter)s”")
    ways = counting.ways((text % {"filter": ", ".join(labels[name])}, less) for name, less in rest.items())
    ways = sorted((way for way in ways if way.count), key=lambda way: -way.count)
    if ways or len(rest) < 2:  # noqa: PLR2004 - of one, all is the same
        return ways
    bare = ListQuery(text=query.text, sort=query.sort, currency=query.currency)
    every = counting.ways([(gettext("Without any filter"), bare)])
    return [way for way in every if way.count]


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
