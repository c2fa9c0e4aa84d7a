"""The window's own clock: milliseconds since 1970, written in Beijing time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Final

_BEIJING: Final = timezone(timedelta(hours=8))


def now_ms() -> int:
    """Read the clock: milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def digits_17(ms: int) -> str:
    """Write milliseconds as yyyyMMddHHmmssfff."""
    return f"{_beijing(ms):%Y%m%d%H%M%S}{ms % 1000:03d}"


def wall_clock(ms: int) -> str:
    """Write milliseconds as yyyy-mm-ddThh:mm:ss."""
    return f"{_beijing(ms):%Y-%m-%dT%H:%M:%S}"


def _beijing(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, _BEIJING)
