"""Instants as the messages write them: Beijing wall-clock digits without a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from marketplace.clearance.messages.errors import MessageRefused

# China keeps one zone without summer time, so that a fixed offset says the same as Asia/Shanghai.
BEIJING: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
_DIGITS: Final = re.compile(r"[0-9]{14}(?:[0-9]{3})?")
_WALL_CLOCK: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


def digits_14(instant: datetime) -> str:
    """Write an aware instant as YYYYMMDDhhmmss, Beijing time."""
    return instant.astimezone(BEIJING).strftime("%Y%m%d%H%M%S")


def wall_clock(instant: datetime) -> str:
    """Write an aware instant as yyyy-mm-ddThh:mm:ss, Beijing time."""
    return instant.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M:%S")


def read_digits(text: str) -> datetime:
    """Read yyyyMMddHHmmssfff, or the same without the milliseconds, Beijing time, as an aware UTC instant.

    Raises:
        MessageRefused: not 14 or 17 digits, or no such instant.
    """
    if not _DIGITS.fullmatch(text):
        raise MessageRefused(reason="bad_time", detail="17 or 14 digits expected")
    return _read(text.ljust(20, "0"), "%Y%m%d%H%M%S%f")


def read_wall_clock(text: str) -> datetime:
    """Read yyyy-mm-ddThh:mm:ss, Beijing time, as an aware UTC instant.

    Raises:
        MessageRefused: another form, or no such instant.
    """
    if not _WALL_CLOCK.fullmatch(text):
        raise MessageRefused(reason="bad_time", detail="yyyy-mm-ddThh:mm:ss expected")
    return _read(text, "%Y-%m-%dT%H:%M:%S")


def _read(text: str, form: str) -> datetime:
    try:
        return datetime.strptime(text, form).replace(tzinfo=BEIJING).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MessageRefused(reason="bad_time", detail="no such instant") from None
