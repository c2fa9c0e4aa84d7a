"""Count what comes often and costs little: in the shared cache where there is one, else in this process alone."""

from __future__ import annotations

from threading import Lock
from typing import Final

from cachetools import TTLCache
from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache

from marketplace.limits.rates import MICROSECONDS, Rate, Verdict, verdict
from marketplace.web.process_cache import clears_with

# About ten thousand callers; who comes after them pushes out who has not asked for longest, and starts anew.
_CALLERS: Final = 10_000
_SECONDS: Final = 3_600
_counted: Final[TTLCache[tuple[str, str], int]] = TTLCache(_CALLERS, _SECONDS)
_lock: Final = Lock()
clears_with(_counted.clear)


def consume(*, rate: Rate, who: str, now: int) -> Verdict:
    """Count one request, unless the caller has used her quota up.

    Args:
        rate: what the caller is held to.
        who: as in ``services.consume``.
        now: present instant in microseconds since 1970.
    """
    if not settings.LIMITS_ENABLED:
        return verdict(rate, full_at=now, now=now, is_allowed=True)
    return _in_process(rate, who, now) if isinstance(caches["default"], LocMemCache) else _shared(rate, who, now)


def _in_process(rate: Rate, who: str, now: int) -> Verdict:
    with _lock:
        full_at = max(_counted.get((rate.name, who)) or now, now)
        is_allowed = full_at <= now + rate.latest
        if is_allowed:
            full_at += rate.interval
            _counted[rate.name, who] = full_at
    return verdict(rate, full_at=full_at, now=now, is_allowed=is_allowed)


def _shared(rate: Rate, who: str, now: int) -> Verdict:
    """By windows that begin at fixed instants: one atomic step in the cache server, and nothing to compare."""
    window = rate.seconds * MICROSECONDS
    key = f"limit:{rate.name}:{who}:{now // window}"
    cache.add(key, 0, timeout=rate.seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # pushed out between the two
        count = 1
    rest = -(-(window - now % window) // MICROSECONDS)
    is_allowed = count <= rate.quota
    return Verdict(rate, is_allowed, max(0, rate.quota - count), rest, 0 if is_allowed else max(1, rest))
