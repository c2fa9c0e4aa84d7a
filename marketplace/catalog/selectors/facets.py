"""How many goods each filter would leave, counted from one GROUP BY whatever the filters.

The published goods are grouped by all facets at once, in the order of the index ``good_for_facets`` (a cube of some
hundred rows, whatever the number of goods); every count, each ignoring its own filter, is then a sum over those rows.
The cube of all goods serves every page until the storefront's revision moves; only a price asks for one of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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
_CATEGORY, _COUNTY, _GI, _COLD, _SEASON = (1 << at for at in range(5))


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
    failed = [_failed(cell, filters, wanted) for cell in whole]
    found = _priced(whole, failed)
    if filters.price:
        cube = _cube(unfaceted(filters).filter(filters.price))
        failed = [_failed(cell, filters, wanted) for cell in cube]
        _count(found, cube, failed, filters, revision=revision)
    else:
        _count(found, whole, failed, filters, revision=revision)
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


def _failed(cell: Cell, filters: GoodFilters, wanted: Wanted) -> int:
    """Return a bit for each facet whose filter this cell does not pass."""
    failed = 0
    if wanted.category_ids is not None and cell.category_id not in wanted.category_ids:
        failed = _CATEGORY
    if wanted.county_ids is not None and cell.county_id not in wanted.county_ids:
        failed |= _COUNTY
    if filters.gi and not cell.is_gi:
        failed |= _GI
    if filters.cold_chain and not cell.is_cold:
        failed |= _COLD
    if filters.in_season and not cell.season_mask & 1 << (filters.month - 1):
        failed |= _SEASON
    return failed


def _priced(cube: Sequence[Cell], failed: Sequence[int]) -> Facets:
    passing = [cell for cell, bits in zip(cube, failed, strict=True) if not bits]
    low = min((cell.low for cell in passing if cell.low is not None), default=None)
    high = max((cell.high for cell in passing if cell.high is not None), default=None)
    return Facets(
        price_min=None if low is None else low.quantize(_PLACES),
        price_max=None if high is None else high.quantize(_PLACES),
    )


def _count(found: Facets, cube: Sequence[Cell], failed: Sequence[int], filters: GoodFilters, *, revision: int) -> None:
    """Sum the cells; one that fails a single facet counts for that facet alone."""
    by_category: dict[int, int] = defaultdict(int)
    by_county: dict[int, int] = defaultdict(int)
    month = 1 << (filters.month - 1)
    for cell, bits in zip(cube, failed, strict=True):
        category, county, is_gi, is_cold, seasons, goods, _, _ = cell
        if not bits:
            found.total += goods
        if not bits & ~_CATEGORY:
            by_category[category] += goods
        if not bits & ~_COUNTY:
            by_county[county] += goods
        if is_gi and not bits & ~_GI:
            found.gi += goods
        if is_cold and not bits & ~_COLD:
            found.cold_chain += goods
        if seasons & month and not bits & ~_SEASON:
            found.in_season += goods
    slugs = {one.id: one.slug for one in counties(version=revision)}
    found.category = _rolled_up(by_category, category_tree(revision=revision))
    found.county = {slugs[pk]: count for pk, count in by_county.items() if pk in slugs}


def _rolled_up(counts: Mapping[int, int], tree: CategoryTree) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pk, count in counts.items():
        if pk in tree.by_id:
            for node in tree.trail(tree.by_id[pk].code):
                sums[node.code] += count
    return dict(sums)
