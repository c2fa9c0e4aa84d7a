"""The published goods grouped by all facets at once, in the order of the index ``good_for_facets_in_usd``: a cube of
some hundred rows, whatever the number of goods. Beside it, in the same question, the goods by producer: of these there
are too many to group by them as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Aggregate, CharField, Count, DecimalField, F, Max, Min, Q, QuerySet, Value

from marketplace.catalog.models import Good, GoodQuerySet
from marketplace.kernel.languages import COLUMNS, SUFFIXES, best

_BY: Final = ("category_id", "county_id", "is_gi_protected", "is_cold_chain", "season_mask")
_FIGURES: Final = ("goods", "priced", "low", "high")
# What a row of the one grouping holds in the columns of the other.
_NAMES: Final = tuple(f"maker_{suffix}" for suffix in (*SUFFIXES, "legal"))
_NO_PRODUCER: Final = {name: Value("", CharField()) for name in ("maker", *_NAMES)}
_MADE: Final = ("goods", "maker", *_NAMES)
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


class Maker(NamedTuple):
    """A producer with so many goods. ``names``: by language code, and the one in the register under ""."""

    slug: str
    names: Mapping[str, str]
    goods: int

    def name(self, language: str) -> str:
        """Return the name in ``language`` (or what stands in for it)."""
        return best(self.names, language) or self.names[""]


def cells(goods: GoodQuerySet, *, price: Q) -> list[Cell]:
    """Return the cube of ``goods``. One query."""
    return [Cell(*row) for row in _grouped(goods, price).values_list(*_BY, *_FIGURES)]


def makers(goods: GoodQuerySet) -> list[Maker]:
    """Return the producers of ``goods``, in no order. One query."""
    return [_maker(goods, slug, names) for goods, slug, *names in _by_producer(goods).values_list(*_MADE)]


def both(celled: GoodQuerySet, made: GoodQuerySet, *, price: Q) -> tuple[list[Cell], list[Maker]]:
    """Return the cube of ``celled`` and the producers of ``made``. One query for the two."""
    first = _grouped(celled, price).annotate(**_NO_PRODUCER).values_list(*_BY, *_FIGURES, *_MADE[1:])
    second = (
        _by_producer(made)
        .annotate(**_NO_CELL, **_NO_FIGURES)
        .values_list(*_NO_CELL, "goods", *_NO_FIGURES, *_MADE[1:])
    )
    rows = list(first.union(second, all=True))
    return [Cell(*row[:9]) for row in rows if not row[9]], [_maker(row[5], row[9], row[10:]) for row in rows if row[9]]


def _maker(goods: int, slug: str, names: Sequence[str | None]) -> Maker:
    return Maker(slug, {code: name or "" for code, name in zip((*COLUMNS, ""), names, strict=True)}, goods)


def _grouped(goods: GoodQuerySet, price: Q) -> QuerySet[Any, Any]:
    asked = price or None
    figures: dict[str, Aggregate] = {
        "goods": Count("pk", filter=asked),
        "priced": Count("price_usd", filter=asked),
        "low": Min("price_usd"),
        "high": Max("price_usd"),
    }
    grouped: QuerySet[Any, Any] = _plain(goods).values(*_BY).annotate(**figures)
    return grouped


def _by_producer(goods: GoodQuerySet) -> QuerySet[Any, Any]:
    names = {f"maker_{suffix}": Min(f"producer__name_{suffix}") for suffix in SUFFIXES}
    names["maker_legal"] = Min("producer__legal_name")
    grouped: QuerySet[Any, Any] = _plain(goods).values(maker=F("producer__slug")).annotate(goods=Count("pk"), **names)
    return grouped


def _plain(goods: GoodQuerySet) -> QuerySet[Any, Any]:
    """Return the query without the translation of names, which mixes up the columns of a union; and in no order."""
    return QuerySet(Good, query=goods.order_by().query)
