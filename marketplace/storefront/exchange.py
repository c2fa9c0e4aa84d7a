"""The money in which a visitor reads and filters prices: the market's own is USD, all else is for display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from marketplace.kernel import formats
from marketplace.kernel.money import EXPONENTS, UNIT_PRICE_PLACES
from marketplace.pricing import selectors
from marketplace.storefront import revision
from marketplace.web.process_cache import fragments

HOME: Final = "USD"
CURRENCIES: Final = (HOME, *(code for code in EXPONENTS if code != HOME))
_STEP: Final = Decimal(1).scaleb(-UNIT_PRICE_PLACES)
_FIGURES: Final = 2  # of a bound that a slider ends at
_FIGURES_BELOW_ONE: Final = 3  # of a converted unit price: more would say that the rate is that exact
_MOST_FIGURES: Final = 12  # of an amount, more than any price has


@dataclass(frozen=True, slots=True)
class Exchange:
    """One USD is ``rate`` of ``currency``; ``is_illustrative``: nobody has verified the rate, and the page says so."""

    currency: str = HOME
    rate: Decimal = Decimal(1)
    is_illustrative: bool = False

    @property
    def is_home(self) -> bool:
        return self.currency == HOME

    def at_least(self, amount: Decimal) -> Decimal:
        """Return the lowest USD price that is no less than ``amount`` of the currency, but for rounding outwards."""
        return (amount / self.rate).quantize(_STEP, rounding=ROUND_FLOOR)

    def at_most(self, amount: Decimal) -> Decimal:
        """Return the highest USD price that is no more than ``amount`` of the currency, but for rounding outwards."""
        return (amount / self.rate).quantize(_STEP, rounding=ROUND_CEILING)

    def shown(self, usd: Decimal, usd_to: Decimal, *, language: str) -> str:
        """Write unit prices of so many USD in the currency, as people write it: ``≈ 55.200–57.500 VND``."""
        low, high = (self.converted(value, Exchange()) for value in (usd, usd_to))
        return f"≈ {formats.price_range(low, high, self.currency, language=language)} {self.currency}"

    def converted(self, amount: Decimal, other: Exchange) -> Decimal:
        """Return a unit price of the other currency in this one, rounded half up as ``shown`` does."""
        value = amount / other.rate * self.rate
        places = EXPONENTS[self.currency]
        if 0 < value < 1:
            places = min(max(places, _FIGURES_BELOW_ONE - 1 - value.adjusted()), UNIT_PRICE_PLACES)
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

    def bound(self, usd: Decimal, *, is_upper: bool) -> Decimal:
        """Return a USD price in the currency with two figures, rounded outwards: where a slider may end."""
        value = usd * self.rate
        if not value:
            return Decimal(0)
        places = max(_FIGURES - 1 - value.adjusted(), -_MOST_FIGURES)
        step = Decimal(1).scaleb(-min(places, UNIT_PRICE_PLACES))
        return (value / step).to_integral_value(ROUND_CEILING if is_upper else ROUND_FLOOR) * step


def exchange_of(currency: str) -> Exchange | None:
    """Return the newest rate of a currency, None for one that has none. No query for USD; else one, or none."""
    if currency == HOME:
        return Exchange()
    return fragments.remember(("exchanges", revision.current()), _read).get(currency)


def _read() -> Mapping[str, Exchange]:
    rates = selectors.rates(base=HOME).items()
    return {
        code: Exchange(code, row.rate, is_illustrative=not row.is_verified) for code, row in rates if code in EXPONENTS
    }
