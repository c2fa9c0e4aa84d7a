"""One page of a list of goods, with its facets: at most two queries before the cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F
from django.db.models.expressions import OrderBy

from marketplace.catalog.selectors.facets import Facets, facets
from marketplace.catalog.selectors.filters import GoodFilters, matching
from marketplace.kernel.languages import columns
from marketplace.web.process_cache import fragments

SORTS: Final = ("popularity", "newest", "price", "-price", "name")
_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "popularity": ("-popularity", "id"),
    "newest": ("-published_at", "id"),
    "price": ("price_usd", "id"),
    "-price": ("-price_usd", "-id"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """``keys``: (id, revision) of the page's goods in order; ``page`` counts from 1 and may lie beyond ``pages``."""

    keys: tuple[tuple[int, int], ...]
    total: int
    page: int
    pages: int
    facets: Facets

    @property
    def ids(self) -> list[int]:
        return [pk for pk, _ in self.keys]


def listing(
    filters: GoodFilters,
    *,
    language: str,
    revision: int,
    sort: str = "popularity",
    page: int = 1,
    size: int = 24,
    with_producers: bool = False,
) -> Listing:
    """Return one page of the goods that pass ``filters``.

    Args:
        filters: what is asked.
        language: by whose names ``name`` sorts.
        revision: the storefront's, from ``storefront_revision``.
        sort: one of SORTS; anything else is ``popularity``. Prices are compared in USD; without a rate they are last.
        page: from 1, however large; beyond the end the page is empty and costs no query.
        size: goods a page.
        with_producers: count producers too.
    """
    # Names sort by language; all else is the same for the readers of all.
    key = ("listing", revision, filters, sort, language if sort == "name" else "", page, size, with_producers)

    def load() -> Listing:
        counted = facets(filters, revision=revision, with_producers=with_producers)
        keys = _keys(filters, counted, language=language, revision=revision, sort=sort, page=page, size=size)
        return Listing(keys, counted.total, page, max(1, -(-counted.total // size)), counted)

    return fragments.remember(key, load)


def _keys(
    filters: GoodFilters, counted: Facets, *, language: str, revision: int, sort: str, page: int, size: int
) -> tuple[tuple[int, int], ...]:
    start = (page - 1) * size
    if not 0 <= start < counted.total:
        return ()
    order = _order(sort, language, has_incomparable=counted.incomparable > 0)
    goods = matching(filters, revision=revision).order_by(*order)
    return tuple(goods.values_list("id", "revision")[start : start + size])


def _order(sort: str, language: str, *, has_incomparable: bool) -> Sequence[str | OrderBy]:
    if sort == "name":
        return f"collation_{columns(language)[0]}", "id"
    # Said only where it matters: no index of PostgreSQL runs from the highest price down with the empty ones last.
    if has_incomparable and sort == "price":
        return F("price_usd").asc(nulls_last=True), "id"
    if has_incomparable and sort == "-price":
        return F("price_usd").desc(nulls_last=True), "-id"
    return _ORDERS.get(sort, _ORDERS["popularity"])
