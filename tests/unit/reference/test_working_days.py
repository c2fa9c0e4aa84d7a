"""Days that are worked, and deadlines counted in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reference.working_days import deadline, is_working_day, zone_of

SHANGHAI, HANOI = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("day", "country", "is_open"),
    [
        (date(2026, 11, 27), "CN", True),  # a Friday
        (date(2026, 11, 28), "CN", False),
        (date(2026, 11, 29), "VN", False),
        (date(2026, 10, 5), "CN", False),  # National Day's week, a Monday
        (date(2026, 10, 5), "VN", True),
        (date(2026, 10, 10), "CN", True),  # a Saturday that is worked for it
        (date(2026, 10, 10), "VN", False),
        (date(2026, 9, 20), "CN", True),  # a Sunday that is worked
        (date(2026, 9, 2), "VN", False),
        (date(2026, 8, 22), "VN", True),  # a Saturday that is worked for 31 August
        (date(2026, 8, 31), "VN", False),
        (date(2026, 10, 5), "TH", True),  # no calendar: the plain week
        (date(2026, 10, 4), "TH", False),
    ],
)
def test_holidays_and_make_up_days_are_those_of_the_country(day: date, country: str, is_open: bool) -> None:
    assert is_working_day(day, country=country) is is_open


@pytest.mark.parametrize(
    ("at", "days", "country", "due"),
    [
        # Friday morning: Monday, Tuesday.
        (datetime(2026, 11, 27, 9, tzinfo=SHANGHAI), 2, "CN", datetime(2026, 12, 1, 18, tzinfo=SHANGHAI)),
        # The same instant asked of somebody in Hanoi ends an hour later.
        (datetime(2026, 11, 27, 9, tzinfo=SHANGHAI), 2, "VN", datetime(2026, 12, 1, 18, tzinfo=HANOI)),
        # Before the golden week: 8 and 9 October are the first two days that are worked.
        (datetime(2026, 9, 30, 20, tzinfo=SHANGHAI), 2, "CN", datetime(2026, 10, 9, 18, tzinfo=SHANGHAI)),
        # The third is the Saturday that is worked.
        (datetime(2026, 9, 30, 20, tzinfo=SHANGHAI), 3, "CN", datetime(2026, 10, 10, 18, tzinfo=SHANGHAI)),
        # 16:30 UTC on Monday is Tuesday in Shanghai already, and still Monday in Hanoi.
        (datetime(2026, 11, 30, 16, 30, tzinfo=UTC), 1, "CN", datetime(2026, 12, 2, 18, tzinfo=SHANGHAI)),
        (datetime(2026, 11, 30, 16, 30, tzinfo=UTC), 1, "VN", datetime(2026, 12, 1, 18, tzinfo=HANOI)),
    ],
)
def test_a_deadline_counts_the_days_of_the_addressee_in_her_zone(
    at: datetime, days: int, country: str, due: datetime
) -> None:
    assert deadline(at, working_days=days, country=country) == due


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given one
    days=st.integers(1, 20),
    country=st.sampled_from(["CN", "VN", "LA"]),
)
def test_as_many_working_days_as_asked_lie_between(at: datetime, days: int, country: str) -> None:
    zone = zone_of(country)
    due = deadline(at, working_days=days, country=country)
    first, last = at.astimezone(zone).date(), due.astimezone(zone).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(is_working_day(day, country=country) for day in between) == days
    assert is_working_day(last, country=country)


def test_what_cannot_be_a_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        deadline(datetime(2026, 11, 27), working_days=2, country="CN")  # noqa: DTZ001 - that is what is tried
    with pytest.raises(ValueError, match="at least one"):
        deadline(datetime(2026, 11, 27, tzinfo=UTC), working_days=0, country="CN")
