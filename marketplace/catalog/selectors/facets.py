"""How many goods each filter would leave, counted from one GROUP BY whatever the filters.

Every count, each ignoring its own filter, is a sum over the cells of a cube. The cube of all goods serves every page
until the storefront's revision moves; only a price, a producer or a document asks for one of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from django.db.models import Q

from marketplace.catalog.selectors import cube
from marketplace.catalog.selectors.cards import published
from marketplace.catalog.selectors.cube import Cell
from marketplace.catalog.selectors.filters import GoodFilters, Wanted, matching, resolve, unfaceted
from marketplace.catalog.selectors.tree import CategoryTree, category_tree
from marketplace.reference.selectors import counties
from marketplace.web.process_cache import fragments

_PLACES: Final = Decimal("0.00001")
_CATEGORY, _COUNTY, _GI, _COLD, _SEASON = (1 << at for at in range(5))


@dataclass(slots=True)
class Facets:
    """Counts that ignore their own filter, and ``total``, which ignores none. Category counts include what lies
    below. Prices are USD; ``incomparable``: goods among ``total`` whose money has no rate.
    """

    total: int = 0
    incomparable: int = 0
    category: dict[str, int] = field(default_factory=dict)
    county: dict[str, int] = field(default_factory=dict)
    producer: Mapping[str, int] = field(default_factory=dict)
    in_season: int = 0
    gi: int = 0
    cold_chain: int = 0
    price_min: Decimal | None = None
    price_max: Decimal | None = None


def facets(filters: GoodFilters, *, revision: int, with_producers: bool = False) -> Facets:
    """Count what each filter would leave. One query; none while nothing but the facets of the cube is asked.

    Args:
        filters: what is asked now.
        revision: the storefront's, from ``storefront_revision``.
        with_producers: count producers too.
    """
    cells, producers = _read(filters, revision=revision, with_producers=with_producers)
    wanted = resolve(filters, revision=revision)
    failed = [_failed(cell, filters, wanted) for cell in cells]
    found = _priced(cells, failed)
    found.producer = producers
    _count(found, cells, failed, filters, revision=revision)
    return found


def county_counts(*, revision: int) -> dict[int, int]:
    """Return how many published goods each county has, by its id. One query, or none: the one of the facets."""
    counts: Counter[int] = Counter()
    for cell in _cells(GoodFilters(), revision=revision):
        counts[cell.county_id] += cell.goods
    return dict(counts)


def _read(filters: GoodFilters, *, revision: int, with_producers: bool) -> tuple[Sequence[Cell], Mapping[str, int]]:
    """Return the cube and the producers, by one question if both are to be read and by none if both are remembered."""
    if not with_producers:
        return _cells(filters, revision=revision), {}
    others = replace(filters, producers=())
    beside: list[Mapping[str, int]] = []

    def both() -> Sequence[Cell]:
        made = matching(others, revision=revision)
        cells, counts = cube.both(unfaceted(filters), made, price=filters.price)
        beside.append(counts)
        return cells

    def producers() -> Mapping[str, int]:
        return beside[0] if beside else cube.by_producer(matching(others, revision=revision))

    if not _is_shared(filters):
        return both(), producers()
    cells = fragments.remember(("cube", revision), both)
    if others == GoodFilters(month=filters.month):
        return cells, fragments.remember(("goods by producer", revision), producers)
    return cells, producers()


def _cells(filters: GoodFilters, *, revision: int) -> Sequence[Cell]:
    if not _is_shared(filters):
        return cube.cells(unfaceted(filters), price=filters.price)
    return fragments.remember(("cube", revision), lambda: cube.cells(published(), price=Q()))


def _is_shared(filters: GoodFilters) -> bool:
    """Tell whether the cube of all goods answers this."""
    return not (filters.producers or filters.documents or filters.price)


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
        category, county, is_gi, is_cold, seasons, goods, priced, _, _ = cell
        if not bits:
            found.total += goods
            found.incomparable += goods - priced
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
    found.county = {slugs[pk]: count for pk, count in by_county.items() if count and pk in slugs}


def _rolled_up(counts: Mapping[int, int], tree: CategoryTree) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pk, count in counts.items():
        if count and pk in tree.by_id:
            for node in tree.trail(tree.by_id[pk].code):
                sums[node.code] += count
    return dict(sums)
