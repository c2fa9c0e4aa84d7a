"""What upper rooms do in the transaction that places or declines an order. They register in ``AppConfig.ready``.

``payments`` opens the awaited transfer here: an order without one must not exist for an instant, and ``orders`` does
not know ``payments``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Protocol

from marketplace.orders.models import Order


class OrderEffect(Protocol):
    def __call__(self, order: Order, *, now: datetime) -> None: ...


_placed: Final[dict[str, OrderEffect]] = {}
_part_declined: Final[dict[str, OrderEffect]] = {}


def when_placed(effect: OrderEffect) -> OrderEffect:
    """Run ``effect`` whenever an order was placed, in the same transaction."""
    _placed[_name(effect)] = effect
    return effect


def when_part_declined(effect: OrderEffect) -> OrderEffect:
    """Run ``effect`` whenever a producer declined her part of an order, in the same transaction."""
    _part_declined[_name(effect)] = effect
    return effect


def placed_effects() -> Iterator[OrderEffect]:
    """Return what is to be done when an order was placed."""
    return iter(_placed.values())


def part_declined_effects() -> Iterator[OrderEffect]:
    """Return what is to be done when a part of an order was declined."""
    return iter(_part_declined.values())


def _name(effect: OrderEffect) -> str:
    return f"{getattr(effect, '__module__', '')}.{getattr(effect, '__qualname__', '')}"
