"""Goods as cards: everything that a list shows of them, in one query for the whole list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from django.db.models import FilteredRelation, Q

from marketplace.catalog.models import Good, GoodQuerySet, Ordering
from marketplace.catalog.selectors.pictures import PictureData, describe
from marketplace.companies.models import Company
from marketplace.kernel.languages import SUFFIXES, columns, language_of
from marketplace.web.process_cache import fragments


@dataclass(frozen=True, slots=True)
class Card:
    """One good of a list. ``price_from`` to ``price_to`` per ``unit``, ``price_usd`` what the first is worth and
    ``price_usd_to`` the last; ``min_quantity`` in units is ``min_packs`` of ``pack``.
    (``id``, ``revision``) names its state.
    """

    id: int
    revision: int
    sku: str
    slug: str
    name: str
    other_name: str
    other_lang: str
    county: str
    county_slug: str
    producer: str
    producer_slug: str
    category_code: str
    parent_category_code: str
    price_from: Decimal | None
    price_to: Decimal | None
    price_currency: str
    price_usd: Decimal | None
    price_usd_to: Decimal | None
    unit: str
    min_quantity: Decimal | None
    min_packs: int | None
    pack: str
    fob_place: str
    is_gi: bool
    is_cold: bool
    is_orderable: bool
    is_sold_out: bool
    is_illustrative: bool
    season_mask: int
    lead_days: tuple[int, int]
    picture: PictureData | None
    # Read by ``cards_by_sku`` alone: the others show none.
    description: str = ""


_FIELDS = (
    "id", "revision", "sku", "slug", "county__slug", "producer__slug", "producer__legal_name", "category__code",
    "category__parent__code", "price_from", "price_to", "price_currency", "price_usd", "usd_factor", "min_quantity",
    "entry_pack__moq", "is_gi_protected", "is_cold_chain", "ordering", "is_sold_out", "is_illustrative", "season_mask",
    "lead_time_min_days", "lead_time_max_days",
    "front__file", "front__width", "front__height", "front__renditions",
)  # fmt: skip
_TEXTS = ("name", "county__name", "producer__name", "unit__name", "entry_pack__name", "fob_place", "front__alt")


Key = TypeVar("Key", int, str)


class _Row:
    """What was read of one good, in all languages; its card in each is made once."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self._cards: dict[str, Card] = {}

    @property
    def size(self) -> int:
        """Bytes that it takes with its cards, about."""
        return 8_000 + 2 * sum(len(self.values.get(f"description_{suffix}") or "") for suffix in SUFFIXES)

    def card(self, language: str) -> Card:
        card = self._cards.get(language)
        if card is None:
            card = self._cards[language] = _card(self.values, language)
        return card


def published() -> GoodQuerySet:
    """Return what visitors may see, as a QuerySet of goods."""
    return cast("GoodQuerySet", Good.objects.all()).published()


def good_of_anybody(sku: str) -> Good | None:
    """Return a good whoever's it is: to write into the audit trail who reached for it, and for nothing else."""
    return Good.objects.filter(sku=sku).first()


def goods_of(company: Company) -> GoodQuerySet:
    """Return the goods of one producer, published or not: the only way into them for its people."""
    return cast("GoodQuerySet", Good.objects.all()).of_producer(company)


def cards(ids: Sequence[int], *, language: str, revision: int) -> list[Card]:
    """Return the cards of these goods in the order of ``ids``; what visitors may not see is left out. One query or
    none: the readers of all languages share what was read since the storefront changed.

    Args:
        ids: primary keys of goods.
        language: ``zh-hans``, ``vi`` or ``en``.
        revision: the storefront's, from ``storefront_revision``.
    """
    rows = _rows("id", ids, _TEXTS, revision)
    return [rows[pk].card(language) for pk in ids if pk in rows]


def cards_by_sku(skus: Sequence[str], *, language: str, revision: int) -> list[Card]:
    """Return the cards of these goods in the order of ``skus``, as the search gave them, with their descriptions. As
    ``cards`` otherwise.
    """
    rows = _rows("sku", skus, (*_TEXTS, "description"), revision)
    return [rows[sku].card(language) for sku in skus if sku in rows]


class Shelf:
    """Goods in an order, as they were read once for the readers of all languages."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._rows = list(rows)

    def cards(self, language: str) -> list[Card]:
        """Return their cards in ``language``."""
        return [row.card(language) for row in self._rows]


def first_shelf(goods: GoodQuerySet, *, limit: int, offset: int = 0) -> Shelf:
    """Return the most popular of ``goods``. One query."""
    order = ("-popularity", "id")
    best = goods.order_by(*order).values("pk")[offset : offset + limit]
    goods = cast("GoodQuerySet", Good.objects.filter(pk__in=best)).order_by(*order)
    return Shelf(_read(_with_values(goods, _TEXTS), _TEXTS))


def _rows(field: str, wanted: Sequence[Key], texts: Sequence[str], revision: int) -> dict[Key, _Row]:
    """Return the rows of published goods by a unique ``field``, those that are kept first."""
    found: dict[Key, _Row | None] = {key: fragments.get(("row", revision, field, key)) for key in wanted}
    missing = [key for key, row in found.items() if row is None]
    if missing:
        for row in _read(_few(texts).filter(**{f"{field}__in": missing}), texts):
            found[row.values[field]] = row
            fragments.put(("row", revision, field, row.values[field]), row, size=row.size)
    return {key: row for key, row in found.items() if row is not None}


@cache
def _few(texts: Sequence[str]) -> GoodQuerySet:
    """Return the query for a few published goods that ``filter`` names: to build it took longer than to ask it."""
    return _with_values(cast("GoodQuerySet", Good.objects.all()).published_few().order_by(), texts)


def _with_values(goods: GoodQuerySet, texts: Sequence[str]) -> GoodQuerySet:
    front = FilteredRelation("pictures", condition=Q(pictures__position=0))
    return cast("GoodQuerySet", goods.annotate(front=front).values_list(*_columns(texts)))


def _columns(texts: Sequence[str]) -> list[str]:
    return [*_FIELDS, *(f"{field}_{suffix}" for field in texts for suffix in SUFFIXES)]


def _read(valued: GoodQuerySet, texts: Sequence[str]) -> Iterable[_Row]:
    """Read goods ``_with_values``."""
    columns_read = _columns(texts)
    rows = cast("Iterable[tuple[Any, ...]]", valued)
    return (_Row(dict(zip(columns_read, row, strict=True))) for row in rows)


def _card(row: Mapping[str, Any], language: str) -> Card:
    suffixes = columns(language)

    def text(field: str) -> str:
        return next((value for suffix in suffixes if (value := row.get(f"{field}_{suffix}"))), "")

    other = language_of(language).beside
    name = text("name")
    other_name = row[f"name_{other.replace('-', '_')}"] or ""
    return Card(
        id=row["id"],
        revision=row["revision"],
        sku=row["sku"],
        slug=row["slug"],
        name=name,
        other_name=other_name if other_name != name else "",
        other_lang=other,
        county=text("county__name"),
        county_slug=row["county__slug"],
        producer=text("producer__name") or row["producer__legal_name"],
        producer_slug=row["producer__slug"],
        category_code=row["category__code"],
        parent_category_code=row["category__parent__code"] or "",
        price_from=row["price_from"],
        price_to=row["price_to"],
        price_currency=row["price_currency"],
        price_usd=row["price_usd"],
        price_usd_to=_worth(row["price_to"], row["usd_factor"]),
        unit=text("unit__name"),
        min_quantity=row["min_quantity"],
        min_packs=row["entry_pack__moq"],
        pack=text("entry_pack__name"),
        fob_place=text("fob_place"),
        is_gi=row["is_gi_protected"],
        is_cold=row["is_cold_chain"],
        is_orderable=row["ordering"] == Ordering.ORDER,
        is_sold_out=row["is_sold_out"],
        is_illustrative=row["is_illustrative"],
        season_mask=row["season_mask"],
        lead_days=(row["lead_time_min_days"], row["lead_time_max_days"]),
        picture=_picture(row, text("front__alt")),
        description=text("description"),
    )


def _worth(price: Decimal | None, factor: Decimal | None) -> Decimal | None:
    return None if price is None or factor is None else price * factor


def _picture(row: Mapping[str, Any], alt: str) -> PictureData | None:
    if not row["front__file"]:
        return None
    size = (row["front__width"], row["front__height"])
    return describe(name=row["front__file"], size=size, alt=alt, renditions=row["front__renditions"])
