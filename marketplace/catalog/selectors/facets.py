"""How many goods each filter would leave, counted from one GROUP BY whatever the filters.

The published goods are grouped by all facets at once, in the order of the index ``good_for_facets`` (a cube of some
hundred rows, whatever the number of goods); every count, each ignoring its own filter, is then a sum over those rows.
The cube of all goods serves every page until the storefront's revision moves; only a price asks for one of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Count, Max, Min

from marketplace.catalog.models import GoodQuerySet
from marketplace.catalog.selectors.filters import GoodFilters, Wanted, resolve, unfaceted
from marketplace.catalog.selectors.tree import CategoryTree, category_tree
from marketplace.kernel.process_cache import remember
from marketplace.reference.selectors import counties

_SECONDS: Final = 30.0
_PLACES: Final = Decimal("0.00001")


@dataclass(slots=True)
class Facets:
    """Counts that ignore their own filter, and ``total``, which ignores none. Category counts include what lies
    below.
    """

    total: int = 0
    category: dict[str, int] = field(default_factory=dict)
    county: dict[str, int] = field(default_factory=dict)
    in_season: int = 0
    gi: int = 0
    cold_chain: int = 0
    price_min: Decimal | None = None
    price_max: Decimal | None = None


class Cell(NamedTuple):
    """So many goods that are alike in everything that is counted, with their lowest and highest price."""

    category_id: int
    county_id: int
    is_gi: bool
    is_cold: bool
    season_mask: int
    goods: int
    low: Decimal | None
    high: Decimal | None


def facets(filters: GoodFilters, *, revision: int) -> Facets:
    """Count what each filter would leave. One query or none; two when a price is asked besides a producer or document.

    Args:
        filters: what is asked now.
        revision: the storefront's, from ``storefront_revision``.
    """
    whole = _cube_of_any_price(filters, revision=revision)
    wanted = resolve(filters, revision=revision)
    passing = _passing(whole, filters, wanted)
    found = Facets(
        price_min=min((cell.low.quantize(_PLACES) for cell in passing if cell.low is not None), default=None),
        price_max=max((cell.high.quantize(_PLACES) for cell in passing if cell.high is not None), default=None),
    )
    cube = _cube(unfaceted(filters).filter(filters.price)) if filters.price else whole
    _count(found, cube, filters, wanted, revision=revision)
    return found


def county_counts(*, revision: int) -> dict[int, int]:
    """Return how many published goods each county has, by its id. One query, or none: the one of the facets."""
    counts: Counter[int] = Counter()
    for cell in _cube_of_any_price(GoodFilters(), revision=revision):
        counts[cell.county_id] += cell.goods
    return dict(counts)


def _cube_of_any_price(filters: GoodFilters, *, revision: int) -> Sequence[Cell]:
    if filters.producers or filters.documents:
        return _cube(unfaceted(filters))
    return remember(("cube", revision), lambda: _cube(unfaceted(filters)), seconds=_SECONDS)


def _cube(goods: GoodQuerySet) -> Sequence[Cell]:
    rows = (
        goods.order_by()
        .values_list("category_id", "county_id", "is_gi_protected", "is_cold_chain", "season_mask")
        .annotate(goods=Count("pk"), low=Min("price_from"), high=Max("price_from"))
    )
    return [Cell(*row) for row in rows]


def _failed(cell: Cell, filters: GoodFilters, wanted: Wanted) -> list[str]:
    """Return the facets whose filter this cell does not pass."""
    failed = []
    if wanted.category_ids is not None and cell.category_id not in wanted.category_ids:
        failed.append("category")
    if wanted.county_ids is not None and cell.county_id not in wanted.county_ids:
        failed.append("county")
    if filters.gi and not cell.is_gi:
        failed.append("gi")
    if filters.cold_chain and not cell.is_cold:
        failed.append("cold_chain")
    if filters.in_season and not _is_in_season(cell, filters):
        failed.append("in_season")
    return failed


def _is_in_season(cell: Cell, filters: GoodFilters) -> bool:
    return bool(cell.season_mask & 1 << (filters.month - 1))


def _passing(cube: Iterable[Cell], filters: GoodFilters, wanted: Wanted) -> list[Cell]:
    return [cell for cell in cube if not _failed(cell, filters, wanted)]


def _count(found: Facets, cube: Iterable[Cell], filters: GoodFilters, wanted: Wanted, *, revision: int) -> None:
    """Sum the cells; one that fails a single facet counts for that facet alone."""
    by_category: Counter[int] = Counter()
    by_county: Counter[int] = Counter()
    flags: Counter[str] = Counter()
    for cell in cube:
        failed = _failed(cell, filters, wanted)
        if len(failed) > 1:
            continue
        only = failed[0] if failed else ""
        found.total += 0 if only else cell.goods
        if only in {"", "category"}:
            by_category[cell.category_id] += cell.goods
        if only in {"", "county"}:
            by_county[cell.county_id] += cell.goods
        for name in _flags_of(cell, filters):
            flags[name] += cell.goods if only in {"", name} else 0
    slugs = {one.id: one.slug for one in counties(version=revision)}
    found.category = _rolled_up(by_category, category_tree(revision=revision))
    found.county = {slugs[pk]: count for pk, count in by_county.items() if pk in slugs}
    found.in_season, found.gi, found.cold_chain = flags["in_season"], flags["gi"], flags["cold_chain"]


def _flags_of(cell: Cell, filters: GoodFilters) -> list[str]:
    flags = (("gi", cell.is_gi), ("cold_chain", cell.is_cold), ("in_season", _is_in_season(cell, filters)))
    return [name for name, is_on in flags if is_on]


def _rolled_up(counts: Mapping[int, int], tree: CategoryTree) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pk, count in counts.items():
        if pk in tree.by_id:
            for node in tree.trail(tree.by_id[pk].code):
                sums[node.code] += count
    return dict(sums)
