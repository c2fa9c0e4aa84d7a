"""Small results kept in this process, by reference: no pickling, no round trip.

Only for values that are never changed after they are made and whose key carries a revision, so that a stale one is
never asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Final, TypeVar, cast

from marketplace.kernel.zones import telling

T = TypeVar("T")
MAX_ENTRIES: Final = 512
_entries: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()
_lock = Lock()
_others: list[Callable[[], None]] = []


def remember(key: Hashable, load: Callable[[], T], *, seconds: float) -> T:
    """Return what ``load`` gave for ``key`` at most ``seconds`` ago; call it otherwise.

    Two threads may both load: the value is the same for both. The oldest entries go when there are more than
    MAX_ENTRIES.
    """
    now = monotonic()
    with _lock:
        entry = _entries.get(key)
    if entry is not None and now < entry[0]:
        return cast("T", entry[1])
    # What is kept is for everybody: never in the zone of who asked first.
    with telling(None):
        value = load()
    with _lock:
        _entries[key] = (now + seconds, value)
        _entries.move_to_end(key)
        while len(_entries) > MAX_ENTRIES:
            _entries.popitem(last=False)
    return value


def clears_with(function: Callable[[], None]) -> None:
    """Register what empties another memory of this process, so that ``clear`` empties all of them."""
    _others.append(function)


def clear() -> None:
    """Forget everything; for tests and measurements."""
    with _lock:
        _entries.clear()
    for function in _others:
        function()
