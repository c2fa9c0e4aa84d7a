"""How many goods each filter would leave, counted from one GROUP BY whatever the filters.

The published goods are grouped by all facets at once (a cube of some hundred rows, whatever the number of goods);
every
count, each ignoring its own filter, is then a sum over those rows. Without a price the cube is the same for all
filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import BooleanField, Case, Count, F, Max, Min, Value, When

from marketplace.catalog.models import GoodQuerySet
from marketplace.catalog.selectors.filters import GoodFilters, Wanted, resolve, unfaceted
from marketplace.catalog.selectors.tree import CategoryTree, category_tree
from marketplace.kernel.process_cache import remember
from marketplace.reference.selectors import counties

_SECONDS: Final = 30.0


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
    in_season: int
    fits_price: bool
    goods: int
    low: Decimal | None
    high: Decimal | None


def facets(filters: GoodFilters, *, revision: int) -> Facets:
    """Count what each filter would leave. One query, or none.

    Args:
        filters: what is asked now.
        revision: the storefront's, from ``storefront_revision``.
    """
    if filters.producers or filters.documents or filters.price:
        cube = _cube(filters)
    else:
        cube = remember(("cube", revision, filters.month), lambda: _cube(filters), seconds=_SECONDS)
    return _count(cube, filters, revision=revision)


def _cube(filters: GoodFilters) -> Sequence[Cell]:
    goods: GoodQuerySet = unfaceted(filters)
    fits = Case(When(filters.price, then=True), default=False) if filters.price else Value(True)
    fits.output_field = BooleanField()
    rows = (
        goods.order_by()
        .annotate(season=F("season_mask").bitand(1 << (filters.month - 1)), fits=fits)
        .values_list("category_id", "county_id", "is_gi_protected", "is_cold_chain", "season", "fits")
        .annotate(count=Count("pk"), low=Min("price_from"), high=Max("price_from"))
    )
    return [Cell(*row) for row in rows]


class _Tally:
    """Sums over the cells; a cell that fails one facet only is counted for that facet."""

    def __init__(self) -> None:
        self.total = 0
        self.sums: dict[str, Counter[int]] = {"category": Counter(), "county": Counter()}
        self.flags: Counter[str] = Counter()
        self.prices: list[tuple[Decimal | None, Decimal | None]] = []

    def add(self, cell: Cell, failed: list[str]) -> None:
        if len(failed) > 1:
            return
        only = failed[0] if failed else ""
        if not only:
            self.total += cell.goods
        for name, value in (("category", cell.category_id), ("county", cell.county_id)):
            if only in {"", name}:
                self.sums[name][value] += cell.goods
        for name, is_on in (("gi", cell.is_gi), ("cold_chain", cell.is_cold), ("in_season", bool(cell.in_season))):
            if is_on and only in {"", name}:
                self.flags[name] += cell.goods
        if only in {"", "price"}:
            self.prices.append((cell.low, cell.high))


def _count(cube: Sequence[Cell], filters: GoodFilters, *, revision: int) -> Facets:
    wanted, tally = resolve(filters, revision=revision), _Tally()
    for cell in cube:
        tally.add(cell, _failed(cell, filters, wanted))
    slugs = {one.id: one.slug for one in counties(version=revision)}
    return Facets(
        total=tally.total,
        category=_rolled_up(tally.sums["category"], category_tree(revision=revision)),
        county={slugs[pk]: count for pk, count in tally.sums["county"].items() if pk in slugs},
        in_season=tally.flags["in_season"],
        gi=tally.flags["gi"],
        cold_chain=tally.flags["cold_chain"],
        price_min=min((low for low, _ in tally.prices if low is not None), default=None),
        price_max=max((high for _, high in tally.prices if high is not None), default=None),
    )


def _failed(cell: Cell, filters: GoodFilters, wanted: Wanted) -> list[str]:
    failed = []
    if wanted.category_ids is not None and cell.category_id not in wanted.category_ids:
        failed.append("category")
    if wanted.county_ids is not None and cell.county_id not in wanted.county_ids:
        failed.append("county")
    if filters.gi and not cell.is_gi:
        failed.append("gi")
    if filters.cold_chain and not cell.is_cold:
        failed.append("cold_chain")
    if filters.in_season and not cell.in_season:
        failed.append("in_season")
    if not cell.fits_price:
        failed.append("price")
    return failed


def _rolled_up(counts: Mapping[int, int], tree: CategoryTree) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pk, count in counts.items():
        if pk in tree.by_id:
            for node in tree.trail(tree.by_id[pk].code):
                sums[node.code] += count
    return dict(sums)
