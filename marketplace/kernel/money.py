"""Amounts are integer minor units with an ISO 4217 code; unit prices are decimals with five places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from marketplace.kernel.errors import DomainError

# ISO 4217 exponents of the currencies the market trades in. Source: ISO 4217 list one, edition 2024.
EXPONENTS: Final[dict[str, int]] = {"CNY": 2, "USD": 2, "VND": 0, "THB": 2, "LAK": 2}
UNIT_PRICE_PLACES: Final = 5


class UnknownCurrency(DomainError):
    """The market does not trade in this currency."""

    code = "unknown_currency"

    def __init__(self, *, currency: str) -> None:
        super().__init__(currency)
        self.currency = currency


def exponent(currency: str) -> int:
    """Return the number of minor digits of ``currency``.

    Raises:
        UnknownCurrency: not in the list of the market.
    """
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency=currency) from None


def to_minor(amount: Decimal, currency: str) -> int:
    """Round ``amount`` (major units) half up to integer minor units. This is the only rounding of money."""
    return int(amount.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_major(minor: int, currency: str) -> Decimal:
    """Return integer minor units as a decimal in major units, exactly."""
    return Decimal(minor).scaleb(-exponent(currency))


def line_total_minor(*, unit_price: Decimal, units: Decimal, currency: str) -> int:
    """Return a line's total in minor units: ``unit_price`` x ``units``, rounded once, here, half up."""
    return to_minor(unit_price * units, currency)


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` integer minor units of ``currency`` (USD 12.34 is 1234, VND 12 is 12)."""

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        return to_major(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)
