"""What the room of prices refuses."""

from __future__ import annotations

from marketplace.kernel.errors import DomainError


class PricesNotAllowed(DomainError):
    """These prices cannot stand. ``reason``: ``none``, ``first_is_not_the_minimum``, ``off_the_step``,
    ``not_falling``,
    ``not_a_price``, ``unknown_currency``; ``position`` counts the price from 0.
    """

    code = "prices_not_allowed"

    def __init__(self, *, reason: str, position: int = 0) -> None:
        super().__init__(f"{reason} at {position}")
        self.reason, self.position = reason, position


class NoPrice(DomainError):
    """The pack has no price for this quantity in this currency, so it cannot be ordered."""

    code = "no_price"

    def __init__(self, *, pack_id: int, quantity: int, currency: str) -> None:
        super().__init__(f"pack {pack_id}, {quantity} in {currency}")
        self.pack_id, self.quantity, self.currency = pack_id, quantity, currency


class RateNotAllowed(DomainError):
    """This exchange rate cannot stand. ``reason``: ``unknown_currency``, ``not_a_rate``, ``in_the_future``,
    ``no_source``.
    """

    code = "rate_not_allowed"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
