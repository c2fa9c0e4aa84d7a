"""What upper rooms do in the transaction in which an order is placed, or parts of it fall away. They register in
``AppConfig.ready``.

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
_drop_out: Final[dict[str, OrderEffect]] = {}


def when_placed(effect: OrderEffect) -> OrderEffect:
    """Run ``effect`` whenever an order was placed, in the same transaction."""
    _placed[_name(effect)] = effect
    return effect


def when_parts_drop_out(effect: OrderEffect) -> OrderEffect:
    """Run ``effect`` whenever parts of an order fall away, in the same transaction."""
    _drop_out[_name(effect)] = effect
    return effect


def placed_effects() -> Iterator[OrderEffect]:
    """Return what is to be done when an order was placed."""
    return iter(_placed.values())


def drop_out_effects() -> Iterator[OrderEffect]:
    """Return what is to be done when parts of an order fell away."""
    return iter(_drop_out.values())


def _name(effect: OrderEffect) -> str:
    return f"{getattr(effect, '__module__', '')}.{getattr(effect, '__qualname__', '')}"
