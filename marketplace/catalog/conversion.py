"""What money is worth in the market's own, so that prices can be compared.

The rates belong to ``pricing``, which stands above this room and fills this in its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

HOME: Final = "USD"
Rates = Callable[[str], Decimal | None]


@dataclass(slots=True)
class _Registry:
    rates: Rates | None = None


_registry = _Registry()


def convert_with(rates: Rates) -> None:
    """Let ``rates(currency)`` tell what one of a currency is in USD now, or None where there is no rate."""
    _registry.rates = rates


def usd_factor(currency: str) -> Decimal | None:
    """Return what one of ``currency`` (ISO 4217) is in USD by the newest rate; None without one. No query for USD."""
    if currency == HOME:
        return Decimal(1)
    return _registry.rates(currency) if _registry.rates else None
