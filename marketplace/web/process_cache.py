"""What this process keeps of what it drew and read, by reference: no pickling, no round trip.

There are two kinds. *Pages* are finished answers for visitors; those with a query have room of their own, so that
made-up queries cannot push the plain pages out. *Fragments* are what pages are made of, markup and rows. Keys name the
revision of the storefront or of a good, so a stale value is not asked for; no value is changed once it is made.
Source: docs/adr/0012-one-revision-drops-every-kept-page.md
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Any, Final, TypeVar, cast

from cachetools import TTLCache
from django.conf import settings

from marketplace.kernel.zones import telling

T = TypeVar("T")
# What the entry itself takes beside its value: its key, its links.
_ENTRY: Final = 600
# Of a long row only some members are looked at: to look at all would take longer than to read them.
_LONG, _LOOKED_AT = 200, 40
_WHOLE: Final = (str, bytes, int, float, type(None), type)


@dataclass(frozen=True, slots=True)
class _Entry:
    value: object
    size: int


class ProcessCache:
    """The least recently used leaves first once ``share`` of ``settings.PROCESS_CACHE_BYTES`` is held; nothing is
    given out after ``settings.PROCESS_CACHE_SECONDS``.
    """

    def __init__(self, name: str, *, share: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self.share = name, share
        self._clock = clock
        self._lock = Lock()
        self._kept: TTLCache[Hashable, _Entry] | None = None

    def get(self, key: Hashable) -> Any:
        """Return what was put under ``key``, or None when there is none that is young enough."""
        with self._lock:
            entry = self._entries.get(key)
        return None if entry is None else entry.value

    def put(self, key: Hashable, value: object, *, size: int | None = None) -> None:
        """Keep ``value``, unless it alone would take more than a quarter of the room.

        Args:
            key: with everything that the value depends on.
            value: not None.
            size: its bytes, about; looked at where it is not said.
        """
        entry = _Entry(value, _ENTRY + (size_of(value) if size is None else size))
        with self._lock:
            entries = self._entries
            if entry.size <= entries.maxsize // 4:
                entries[key] = entry

    def remember(self, key: Hashable, load: Callable[[], T]) -> T:
        """Return what is kept under ``key``, else what ``load`` gives, and keep that.

        Two threads may both load: the value is the same for both.
        """
        found = self.get(key)
        if found is None:
            # What is kept is for everybody: never in the zone of who asked first.
            with telling(None):
                found = load()
            self.put(key, found)
        return cast("T", found)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept = None

    def facts(self) -> dict[str, int]:
        """Return how many entries there are, and their bytes beside the most that they may be."""
        with self._lock:
            entries = self._entries
            entries.expire()
            return {"entries": len(entries), "bytes": int(entries.currsize), "limit": int(entries.maxsize)}

    @property
    def _entries(self) -> TTLCache[Hashable, _Entry]:
        if self._kept is None:
            room = int(settings.PROCESS_CACHE_BYTES * self.share)
            self._kept = TTLCache(room, settings.PROCESS_CACHE_SECONDS, self._clock, lambda entry: entry.size)
        return self._kept


pages: Final = ProcessCache("pages", share=1 / 4)
queried_pages: Final = ProcessCache("pages with a query", share=3 / 8)
fragments: Final = ProcessCache("fragments", share=3 / 8)
CACHES: Final = (pages, queried_pages, fragments)
_others: Final[list[Callable[[], None]]] = []


def clears_with(function: Callable[[], None]) -> None:
    """Register what empties another memory of this process, so that ``clear`` empties all of them."""
    _others.append(function)


def clear() -> None:
    """Forget everything; for tests and measurements."""
    for function in (*(cache.clear for cache in CACHES), *_others):
        function()


def facts() -> dict[str, dict[str, int]]:
    """Return the facts of each cache of this process, by its name."""
    return {cache.name: cache.facts() for cache in CACHES}


def size_of(value: object, *, known: set[int] | None = None) -> int:
    """Return how many bytes a value takes with everything that it alone holds, about."""
    known = set() if known is None else known
    if id(value) in known:
        return 0
    known.add(id(value))
    size = sys.getsizeof(value)
    if isinstance(value, _WHOLE):
        return size
    if isinstance(value, Mapping):
        return size + _size_of_all(list(chain.from_iterable(value.items())), known)
    if isinstance(value, list | tuple | set | frozenset):
        return size + _size_of_all(value, known)
    return size + _size_of_all(list(_attributes(value)), known)


def _size_of_all(values: Collection[object], known: set[int]) -> int:
    if len(values) <= _LONG:
        return sum(size_of(one, known=known) for one in values)
    some = list(values)[:: len(values) // _LOOKED_AT]
    return sum(size_of(one, known=known) for one in some) * len(values) // len(some)


def _attributes(value: object) -> Iterable[object]:
    yield from getattr(value, "__dict__", {}).values()
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        yield from (getattr(value, name, None) for name in ([slots] if isinstance(slots, str) else slots))
