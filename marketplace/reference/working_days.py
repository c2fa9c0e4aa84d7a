"""Working days of a country, and deadlines counted in them.

The holidays, and the Saturdays and Sundays that are worked for them, stand with their sources in ``calendar.json``.
For a country or a year that is not in it, Saturday and Sunday are the days off.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_FILE: Final = Path(__file__).with_name("calendar.json")
_SATURDAY: Final = 5
# ISO 3166 alpha-2 -> the zone in which its offices keep their hours.
_ZONES: Final[Mapping[str, str]] = {
    "CN": "Asia/Shanghai",
    "VN": "Asia/Ho_Chi_Minh",
    "LA": "Asia/Vientiane",
    "TH": "Asia/Bangkok",
    "KH": "Asia/Phnom_Penh",
    "MM": "Asia/Yangon",
    "SG": "Asia/Singapore",
    "MY": "Asia/Kuala_Lumpur",
    "ID": "Asia/Jakarta",
    "PH": "Asia/Manila",
    "BN": "Asia/Brunei",
}
_MARKET: Final = "CN"
# When an office closes; a deadline that is a day ends then, in the addressee's zone.
CLOSING: Final = time(18, 0)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What differs from the plain week, by country: days off, and days at the weekend that are worked."""

    off: frozenset[tuple[str, date]]
    worked: frozenset[tuple[str, date]]


def zone_of(country: str) -> ZoneInfo:
    """Return the zone of a country's offices (ISO 3166 alpha-2); of the market's for one that is not known."""
    return ZoneInfo(_ZONES.get(country, _ZONES[_MARKET]))


def is_working_day(day: date, *, country: str) -> bool:
    """Tell whether the offices of ``country`` (ISO 3166 alpha-2) are open on ``day``, a day there."""
    calendar = _calendar()
    if (country, day) in calendar.worked:
        return True
    return day.weekday() < _SATURDAY and (country, day) not in calendar.off


def deadline(at: datetime, *, working_days: int, country: str) -> datetime:
    """Return when something is due that is asked for now and may take so many working days.

    The day on which it is asked for does not count, and the last one ends when offices close (18:00).

    Args:
        at: when it is asked for, aware.
        working_days: how many, at least 1.
        country: of whom it is asked, ISO 3166 alpha-2: its holidays and its zone.
    Returns:
        The instant, aware UTC.
    Raises:
        ValueError: ``at`` is naive, or ``working_days`` is under 1.
    Source: Civil Code of China, articles 201 and 203; Civil Code of Viet Nam (2015), articles 147 and 148.
    """
    if at.tzinfo is None:
        raise ValueError("an instant must be timezone-aware")
    if working_days < 1:
        raise ValueError("a deadline is at least one working day away")
    zone = zone_of(country)
    day = at.astimezone(zone).date()
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, country=country)
    return datetime.combine(day, CLOSING, tzinfo=zone).astimezone(UTC)


@cache
def _calendar() -> Calendar:
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    off = frozenset((row["country"], date.fromisoformat(row["date"])) for row in content["holidays"])
    worked = frozenset((row["country"], date.fromisoformat(row["date"])) for row in content["make_up_work_days"])
    return Calendar(off=off, worked=worked)
