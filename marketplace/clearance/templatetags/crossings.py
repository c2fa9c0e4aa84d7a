"""Hand-offs in templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from marketplace.clearance.crossing import Crossing
from marketplace.clearance.models import HandOff
from marketplace.clearance.timeline import plain, reason_of
from marketplace.clearance.words import on_the_way_out

register = template.Library()


@register.filter
def crossing(hand_offs: Iterable[HandOff]) -> Crossing | None:
    """Put the hand-offs of one order together; None where there are none."""
    several = list(hand_offs)
    return Crossing(several) if several else None


@register.filter
def came_back(hand_off: HandOff) -> str:
    """Say why a message came back; empty where it did not."""
    return reason_of(hand_off) if hand_off.status in {"rejected", "refused"} else plain(hand_off.reason)


@register.filter
def in_words(error: str) -> str:
    """Say what kept a message from leaving, for an operator."""
    return on_the_way_out(error)


@register.filter
def without_brackets(said: str) -> str:
    """Return what a receipt says without the guids and codes that programs put into it."""
    return plain(said)
