"""What a price is in the market's own money, so that prices can be compared.

The rates belong to ``pricing``, which stands above this room and fills this in its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

HOME: Final = "USD"
Converter = Callable[[Decimal, str], Decimal | None]


@dataclass(slots=True)
class _Registry:
    converter: Converter | None = None


_registry = _Registry()


def convert_with(converter: Converter) -> None:
    """Let ``converter(price, currency)`` give the price in USD, or None where there is no rate."""
    _registry.converter = converter


def in_home_money(price: Decimal | None, currency: str) -> Decimal | None:
    """Return a unit price in USD; None where there is none, or no rate to compare it by.

    Args:
        price: major units of ``currency``.
        currency: ISO 4217.
    """
    if price is None or currency == HOME:
        return price
    return _registry.converter(price, currency) if _registry.converter else None
