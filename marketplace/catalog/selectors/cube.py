"""The published goods grouped by all facets at once, in the order of the index ``good_for_facets_in_usd``: a cube of
some hundred rows, whatever the number of goods. Beside it, in the same question, the goods by producer: of these there
are too many to group by them as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Aggregate, CharField, Count, DecimalField, F, Max, Min, Q, QuerySet, Value

from marketplace.catalog.models import GoodQuerySet
from marketplace.catalog.selectors.unions import plain

_BY: Final = ("category_id", "county_id", "is_gi_protected", "is_cold_chain", "season_mask")
_FIGURES: Final = ("goods", "priced", "low", "high")
# What a row of the one grouping holds in the columns of the other.
_NO_PRODUCER: Final[Mapping[str, Value]] = {"maker": Value("", CharField())}
_NO_CELL: Final[Mapping[str, Value]] = {
    "no_category": Value(0), "no_county": Value(0), "no_gi": Value(False), "no_cold": Value(False),
    "no_season": Value(0),
}  # fmt: skip
_NO_FIGURES: Final[Mapping[str, Value]] = {
    "no_priced": Value(0), "no_low": Value(None, DecimalField()), "no_high": Value(None, DecimalField()),
}  # fmt: skip


class Cell(NamedTuple):
    """Goods that are alike in everything that is counted: so many ``goods`` pass the price that was asked, ``priced``
    of them have a price in USD. ``low`` and ``high``: of all prices in the cell, USD.
    """

    category_id: int
    county_id: int
    is_gi: bool
    is_cold: bool
    season_mask: int
    goods: int
    priced: int
    low: Decimal | None
    high: Decimal | None


def cells(goods: GoodQuerySet, *, price: Q) -> list[Cell]:
    """Return the cube of ``goods``. One query."""
    return [Cell(*row) for row in _grouped(goods, price).values_list(*_BY, *_FIGURES)]


def by_producer(goods: GoodQuerySet) -> dict[str, int]:
    """Return how many of ``goods`` each producer has, by its slug. One query."""
    return dict(_by_producer(goods).values_list("maker", "goods"))


def both(celled: GoodQuerySet, made: GoodQuerySet, *, price: Q) -> tuple[list[Cell], dict[str, int]]:
    """Return the cube of ``celled`` and how many of ``made`` each producer has. One query for the two."""
    first = _grouped(celled, price).annotate(**_NO_PRODUCER).values_list(*_BY, *_FIGURES, "maker")
    grouped = _by_producer(made).annotate(**_NO_CELL, **_NO_FIGURES)
    rows = list(first.union(grouped.values_list(*_NO_CELL, "goods", *_NO_FIGURES, "maker"), all=True))
    return [Cell(*row[:-1]) for row in rows if not row[-1]], {row[-1]: row[5] for row in rows if row[-1]}


def _grouped(goods: GoodQuerySet, price: Q) -> QuerySet[Any, Any]:
    asked = price or None
    figures: dict[str, Aggregate] = {
        "goods": Count("pk", filter=asked),
        "priced": Count("price_usd", filter=asked),
        "low": Min("price_usd"),
        "high": Max("price_usd"),
    }
    grouped: QuerySet[Any, Any] = plain(goods).values(*_BY).annotate(**figures)
    return grouped


def _by_producer(goods: GoodQuerySet) -> QuerySet[Any, Any]:
    grouped: QuerySet[Any, Any] = plain(goods).values(maker=F("producer__slug")).annotate(goods=Count("pk"))
    return grouped
