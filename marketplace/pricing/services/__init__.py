"""Writes to prices and rates."""

from marketplace.pricing.services.prices import change_prices
from marketplace.pricing.services.rates import CURRENCIES, store_rate

__all__ = ["CURRENCIES", "change_prices", "store_rate"]
