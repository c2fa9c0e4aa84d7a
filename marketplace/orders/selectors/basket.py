"""A basket with today's prices, grouped by producer, and what keeps it from being ordered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from marketplace.catalog.models import Pack
from marketplace.catalog.selectors.pictures import PictureData, first_pictures
from marketplace.kernel.languages import best, texts_of
from marketplace.orders import checks
from marketplace.orders.checks import Question, Wanted
from marketplace.orders.errors import Problem
from marketplace.orders.models import Basket, BasketLine, BasketOwner
from marketplace.pricing.breaks import Break, PriceTable, Quote, quote
from marketplace.pricing.selectors import pack_prices

CURRENCY: Final = "USD"


@dataclass(frozen=True, slots=True)
class BasketItem:
    """One line. ``quantity`` in packs, ``units`` in ``unit``, ``unit_price`` per unit, ``gross_kg`` of the whole line.

    Without a price ``unit_price`` is None and ``total_minor`` 0. ``next_break``: the next cheaper quantity, if any.
    """

    line: BasketLine
    pack: Pack
    sku: str
    slug: str
    name: str
    pack_name: str
    quantity: int
    units: Decimal
    unit: str
    moq: int
    step: int
    unit_price: Decimal | None
    currency: str
    total_minor: int
    gross_kg: Decimal
    picture: PictureData | None
    problem: Problem | None
    next_break: Break | None


@dataclass(frozen=True, slots=True)
class BasketGroup:
    """What one producer would get as one order."""

    producer_id: int
    producer_name: str
    producer_slug: str
    lines: Sequence[BasketItem]

    @property
    def total_minor(self) -> int:
        return sum(item.total_minor for item in self.lines)

    @property
    def gross_kg(self) -> Decimal:
        return sum((item.gross_kg for item in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class BasketSummary:
    """A whole basket; ``currency``: of all amounts."""

    groups: Sequence[BasketGroup]
    currency: str = CURRENCY

    @property
    def items(self) -> list[BasketItem]:
        return [item for group in self.groups for item in group.lines]

    @property
    def line_count(self) -> int:
        return len(self.items)

    @property
    def total_minor(self) -> int:
        return sum(group.total_minor for group in self.groups)

    @property
    def gross_kg(self) -> Decimal:
        return sum((group.gross_kg for group in self.groups), Decimal(0))

    @property
    def problems(self) -> list[Problem]:
        return [item.problem for item in self.items if item.problem]

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.groups) and not self.problems

    @property
    def fingerprint(self) -> str:
        """What the buyer sees and confirms: packs, quantities, prices. Another price or quantity gives another one."""
        seen = sorted(f"{item.sku}:{item.quantity}:{item.unit_price}:{item.total_minor}" for item in self.items)
        return hashlib.blake2b("|".join([self.currency, *seen]).encode(), digest_size=16).hexdigest()


def basket_line_count(owner: BasketOwner) -> int:
    """Return how many lines lie in a basket (1 query)."""
    return BasketLine.objects.filter(basket__in=Basket.objects.of_owner(owner)).count()


def basket_summary(owner: BasketOwner, *, language: str, with_pictures: bool = True) -> BasketSummary:
    """Return a basket as it would be ordered now (3 queries, 2 without pictures, 1 when it is empty).

    Args:
        owner: whose.
        language: code of the settings; names in it.
        with_pictures: the first picture of each good.
    """
    lines = list(
        BasketLine.objects.filter(basket__in=Basket.objects.of_owner(owner))
        .select_related("pack__good__producer", "pack__good__unit")
        .order_by("pack__good__producer_id", "added_at", "pk")
    )
    if not lines:
        return BasketSummary(groups=())
    tables = pack_prices([line.pack_id for line in lines], currency=CURRENCY)
    pictures = first_pictures([line.pack.good_id for line in lines], language=language) if with_pictures else {}
    quotes = {line.pack_id: _quote(line, tables.get(line.pack_id)) for line in lines}
    wanted = [Wanted(line.pack_id, line.pack, line.quantity, quotes[line.pack_id] is not None) for line in lines]
    problems = checks.find(Question(lines=wanted))
    items = [
        _item(line, quotes[line.pack_id], pictures, language, problem=problems.get(line.pack_id)) for line in lines
    ]
    grouped = groupby(items, key=lambda item: item.pack.good.producer)
    return BasketSummary(
        groups=tuple(
            BasketGroup(
                producer_id=producer.pk,
                producer_name=best(texts_of(producer, "name"), language) or producer.legal_name,
                producer_slug=producer.slug,
                lines=tuple(members),
            )
            for producer, members in grouped
        )
    )


def _quote(line: BasketLine, table: PriceTable | None) -> Quote | None:
    return quote(table, quantity=line.quantity, content=line.pack.content) if table else None


def _item(
    line: BasketLine,
    quoted: Quote | None,
    pictures: dict[int, PictureData],
    language: str,
    *,
    problem: Problem | None,
) -> BasketItem:
    pack, good = line.pack, line.pack.good
    return BasketItem(
        line=line,
        pack=pack,
        sku=pack.sku,
        slug=good.slug,
        name=best(texts_of(good, "name"), language),
        pack_name=best(texts_of(pack, "name"), language),
        quantity=line.quantity,
        units=pack.content * line.quantity,
        unit=best(texts_of(good.unit, "name"), language),
        moq=pack.moq,
        step=pack.step,
        unit_price=quoted.unit_price if quoted else None,
        currency=CURRENCY,
        total_minor=quoted.total_minor if quoted else 0,
        gross_kg=pack.gross_kg * line.quantity,
        picture=pictures.get(good.pk),
        problem=problem,
        next_break=quoted.next_break if quoted else None,
    )
