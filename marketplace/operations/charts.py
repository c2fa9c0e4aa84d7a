"""Counts of days as bars of a drawing: places and sizes are attributes, so that the page needs no style of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WIDTH: Final = 10  # of a day, its gap included
GAP: Final = 2
HEIGHT: Final = 96


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day: ``times`` searches, ``zero_times`` of them without a result. The rest are figures of the drawing."""

    day: date
    times: int
    zero_times: int
    x: int
    y: int
    height: int
    zero_y: int
    zero_height: int


@dataclass(frozen=True, slots=True)
class DayChart:
    """``width`` and ``height``: of the drawing; ``most``: searches of the busiest day."""

    bars: tuple[DayBar, ...]
    width: int
    height: int
    most: int

    @property
    def bar_width(self) -> int:
        return WIDTH - GAP


def day_chart(counts: Mapping[date, tuple[int, int]], *, since: date, until: date) -> DayChart:
    """Return a bar for each day from ``since`` to ``until``, both included.

    Args:
        counts: (searches, those without a result) by day; a day that is missing has none.
        since: first day.
        until: last day.
    """
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    most = max((counts.get(day, (0, 0))[0] for day in days), default=0)
    bars = tuple(_bar(day, *counts.get(day, (0, 0)), most=most, x=WIDTH * at) for at, day in enumerate(days))
    return DayChart(bars, WIDTH * len(days) - GAP, HEIGHT, most)


def _bar(day: date, times: int, zero_times: int, *, most: int, x: int) -> DayBar:
    height, zero = _length(times, most), _length(zero_times, most)
    return DayBar(day, times, zero_times, x, HEIGHT - height, height, HEIGHT - zero, zero)


def _length(count: int, most: int) -> int:
    """A count that is not nothing is seen."""
    return max(2, round(HEIGHT * count / most)) if count else 0
