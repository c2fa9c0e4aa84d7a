"""What one process keeps: bounded in bytes, so that no number of addresses can fill the machine."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from marketplace.web.process_cache import clears_with

Kept = TypeVar("Kept")


class BoundedStore(Generic[Kept]):
    """The least recently used goes first once ``max_bytes`` are held; nothing is given out after ``max_age`` s."""

    def __init__(self, *, max_bytes: int, max_age: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_bytes, self._max_age, self._clock = max_bytes, max_age, clock
        self._held: OrderedDict[object, tuple[float, int, Kept]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        clears_with(self.clear)

    def __len__(self) -> int:
        return len(self._held)

    @property
    def bytes_held(self) -> int:
        return self._bytes

    def get(self, key: object) -> Kept | None:
        """Return what was put under ``key``, or None when there is none that is young enough."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            if found[0] < self._clock():
                self._drop(key)
                return None
            self._held.move_to_end(key)
            return found[2]

    def put(self, key: object, value: Kept, *, size: int) -> None:
        """Keep ``value`` of ``size`` bytes, unless it alone would take more than a quarter of the room."""
        if size > self._max_bytes // 4:
            return
        with self._lock:
            self._drop(key)
            self._held[key] = (self._clock() + self._max_age, size, value)
            self._bytes += size
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._held)))

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._bytes = 0

    def _drop(self, key: object) -> None:
        found = self._held.pop(key, None)
        if found is not None:
            self._bytes -= found[1]
