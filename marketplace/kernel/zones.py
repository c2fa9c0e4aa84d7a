"""The zone in which a reader is told the time, and what it is called to her.

A page that is kept for everybody is drawn in its language's zone, whoever asked for it first; see ``process_cache``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from marketplace.kernel.languages import BEIJING, HANOI, language_of

# Of the countries whose companies sign up. Empty, in an account: by language.
ZONES: Final = (
    BEIJING, HANOI, "Asia/Vientiane", "Asia/Phnom_Penh", "Asia/Bangkok", "Asia/Yangon", "Asia/Kuala_Lumpur",
    "Asia/Singapore", "Asia/Jakarta", "Asia/Manila", "Asia/Brunei",
)  # fmt: skip
_chosen: ContextVar[Callable[[], str] | None] = ContextVar("chosen_zone", default=None)


@contextmanager
def telling(choose: Callable[[], str] | None) -> Iterator[None]:
    """Within it, times are told in the zone that ``choose`` returns: asked only when a time is told, empty where the
    language decides. None: the language decides.
    """
    token = _chosen.set(choose)
    try:
        yield
    finally:
        _chosen.reset(token)


def zone_of(language: str, chosen: str = "") -> ZoneInfo:
    """Return the zone of a reader: her own choice, else that of who is being told, else her language's."""
    choose = _chosen.get()
    name = chosen or (choose() if choose else "")
    return ZoneInfo(name if name in ZONES else language_of(language).zone)


def zone_name(at: datetime, *, language: str) -> str:
    """Return what the zone of a local instant is called: ``北京时间``, ``giờ Việt Nam``, ``GMT+6:30`` where it has no
    name here.
    """
    return language_of(language).zones.get(str(at.tzinfo)) or offset_name(at)


def offset_name(at: datetime) -> str:
    """Return the offset of a local instant as people write it: ``GMT+7``, ``GMT+6:30``."""
    offset = at.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
    sign = "-" if offset < timedelta() else "+"
    return f"GMT{sign}{hours}" + (f":{minutes:02d}" if minutes else "")
