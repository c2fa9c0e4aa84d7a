"""Writes to prices."""

from marketplace.pricing.services.prices import change_prices

__all__ = ["change_prices"]
