"""Quantity breaks as plain values: what is a price table, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

from marketplace.kernel.money import EXPONENTS, UNIT_PRICE_PLACES, line_total_minor
from marketplace.kernel.quantities import OrderRule
from marketplace.pricing.errors import PricesNotAllowed

_HIGHEST: Final = Decimal("9999999.99999")
_SHARE: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Break:
    """From ``from_quantity`` packs on a unit costs ``unit_price``; ``saving`` is the share below the first (0.064
    is 6.4 %).
    """

    from_quantity: int
    unit_price: Decimal
    saving: Decimal


@dataclass(frozen=True, slots=True)
class PriceTable:
    """All breaks of one pack in one currency, ascending; never empty."""

    currency: str
    breaks: tuple[Break, ...]

    def price_for(self, quantity: int) -> Decimal | None:
        """Return the unit price for ``quantity`` packs, None below the first break."""
        prices = [one.unit_price for one in self.breaks if one.from_quantity <= quantity]
        return prices[-1] if prices else None


@dataclass(frozen=True, slots=True)
class Quote:
    """What so many packs cost: ``unit_price`` a unit of the good, ``units`` in all, ``total_minor`` in minor units of
    the table's currency; ``next_break`` is the next cheaper quantity, None at the last.
    """

    unit_price: Decimal
    units: Decimal
    total_minor: int
    next_break: Break | None


def quote(table: PriceTable, *, quantity: int, content: Decimal) -> Quote | None:
    """Return what ``quantity`` packs of ``content`` units each cost, None below the first break.

    Basket, order and the page of a good all ask here; what the page works out while somebody types is held against it
    (tests/e2e/test_order_sum.py).
    """
    price = table.price_for(quantity)
    if price is None:
        return None
    units = content * quantity
    return Quote(
        unit_price=price,
        units=units,
        total_minor=line_total_minor(unit_price=price, units=units, currency=table.currency),
        next_break=next((one for one in table.breaks if one.from_quantity > quantity), None),
    )


def price_table(rows: Sequence[tuple[int, Decimal]], currency: str) -> PriceTable:
    """Return a table from (from_quantity, unit_price) in any order; savings against the first price, half up to
    0.01 %.
    """
    ordered = sorted(rows)
    first = ordered[0][1]
    return PriceTable(
        currency,
        tuple(
            Break(quantity, price, (1 - price / first).quantize(_SHARE, rounding=ROUND_HALF_UP))
            for quantity, price in ordered
        ),
    )


def ensure_allowed(rows: Sequence[tuple[int, Decimal]], *, rule: OrderRule, currency: str) -> None:
    """Raise PricesNotAllowed unless ``rows`` can be the price table of a pack.

    The first price is the minimum's, each next one is of a greater quantity on the step and lower; a price is
    above zero
    with at most five places.
    """
    reason = _fault_of_the_whole(rows, rule=rule, currency=currency)
    if reason:
        raise PricesNotAllowed(reason=reason)
    for position, (quantity, price) in enumerate(rows):
        if not _is_price(price):
            raise PricesNotAllowed(reason="not_a_price", position=position)
        if not rule.allows(quantity):
            raise PricesNotAllowed(reason="off_the_step", position=position)
    for position, (lower, upper) in enumerate(pairwise(rows), start=1):
        if upper[0] <= lower[0] or upper[1] >= lower[1]:
            raise PricesNotAllowed(reason="not_falling", position=position)


def _fault_of_the_whole(rows: Sequence[tuple[int, Decimal]], *, rule: OrderRule, currency: str) -> str:
    if currency not in EXPONENTS:
        return "unknown_currency"
    if not rows:
        return "none"
    return "" if rows[0][0] == rule.moq else "first_is_not_the_minimum"


def _is_price(price: Decimal) -> bool:
    return price.is_finite() and 0 < price <= _HIGHEST and price == round(price, UNIT_PRICE_PLACES)
