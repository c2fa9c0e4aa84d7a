"""How quickly the engine answers, held in this process until it is written down: a search waits for no database."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from threading import Lock
from typing import Final

BOUNDS_MS: Final = (5, 10, 25, 50, 100, 300, 1_000)
LONGER_MS: Final = 60_000  # all that took longer

_lock = Lock()
_noted: Counter[tuple[int, bool]] = Counter()


def note(seconds: float, *, is_degraded: bool) -> None:
    """Count one answer of the engine."""
    milliseconds = seconds * 1_000
    at = bisect_left(BOUNDS_MS, milliseconds)
    bound = BOUNDS_MS[at] if at < len(BOUNDS_MS) else LONGER_MS
    with _lock:
        _noted[bound, is_degraded] += 1


def take() -> dict[tuple[int, bool], int]:
    """Return what was counted since the last time, by (bound in ms, whether degraded), and begin anew."""
    with _lock:
        taken = dict(_noted)
        _noted.clear()
    return taken
