"""Searches are counted, clicks with them; operators read words that several people typed, and none of anybody's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from marketplace.search_log import selectors, services
from marketplace.search_log.models import ClickCount, EnginePace, Kind, QueryCount
from marketplace.search_log.selectors import Period
from marketplace.search_log.services import Look, count_click, count_search
from search import pace

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
PERIOD = Period(since=DAY - timedelta(days=6), until=DAY)


@pytest.fixture(autouse=True)
def _no_pace() -> None:
    """Other tests searched in this process too."""
    pace.take()


def look(q: str = "gạo đỏ", **fields: Any) -> Look:
    values: dict[str, Any] = {"q": q, "lang": "vi", "kind": Kind.SEARCH, "total": 12}
    return Look(**values | fields)


def seen(q: str, now: datetime, *, hours: int = 3, **fields: Any) -> Look:
    """Search in several hours of the day."""
    shown = look(q, **fields)
    for hour in range(hours):
        count_search(look=shown, now=now + timedelta(hours=hour))
    return shown


def test_a_search_is_one_row_a_day_that_grows(now: datetime) -> None:
    for q, total in (("gạo đỏ", 12), (" GẠO  ĐỎ ", 12), ("gạo đỏ", 0)):
        count_search(look=look(q, total=total), now=now)
    count_search(look=look(lang="zh-hans"), now=now)
    count_search(look=look(kind=Kind.REFINED), now=now)
    count_search(look=look(), now=now + timedelta(days=1))
    row = QueryCount.objects.get(day=DAY, lang="vi", kind=Kind.SEARCH)
    assert (row.text, row.times, row.zero_times, row.results, row.hours, row.hour_count) == (
        "gạo đỏ", 3, 1, 0, 1 << 10, 1
    )  # fmt: skip
    assert QueryCount.objects.count() == 4


def test_the_day_is_the_markets(now: datetime) -> None:
    count_search(look=look(), now=datetime(2026, 11, 10, 16, 30, tzinfo=UTC))
    row = QueryCount.objects.get()
    assert (row.day, row.hours) == (date(2026, 11, 11), 1)


def test_the_rows_know_nobody() -> None:
    names = {field.name for model in (QueryCount, ClickCount, EnginePace) for field in model._meta.get_fields()}
    assert names == {
        "id", "day", "text", "lang", "kind", "times", "zero_times", "degraded_times", "results", "hours",
        "hour_count", "clicks", "top_clicks", "positions", "query", "position", "up_to_ms", "is_degraded",
    }  # fmt: skip


def test_a_telephone_number_is_counted_without_its_digits(now: datetime) -> None:
    for q in ("0912345678", "lan@example.com", "gạo 0912345678"):
        count_search(look=look(q), now=now)
    assert [(row.text, row.times) for row in QueryCount.objects.all()] == [("", 3)]
    assert selectors.rare(PERIOD).unkept_times == 3


def test_a_search_that_could_not_be_made_is_no_search_without_results(now: datetime) -> None:
    count_search(look=look(total=0, is_degraded=True), now=now)
    row = QueryCount.objects.get()
    assert (row.times, row.zero_times, row.degraded_times) == (1, 0, 1)


@pytest.mark.parametrize("lang", ["", "th", "zh_Hans", "\x00"])
def test_another_language_is_not_counted(now: datetime, lang: str) -> None:
    count_search(look=look(lang=lang), now=now)
    assert not QueryCount.objects.exists()


@pytest.mark.parametrize("q", ["\x00", "\ud800", "x" * 1_000_000, "'; DROP TABLE x; --", "\u202egạo", "🍊"])
@pytest.mark.parametrize("total", [-1, 0, 10**12])
def test_hostile_looks_are_counted_all_the_same(now: datetime, q: str, total: int) -> None:
    count_search(look=look(q, total=total), now=now)
    assert QueryCount.objects.get().times == 1


def test_more_different_words_than_people_have_are_counted_without_them(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_TEXTS", 3)
    for number in range(10):
        count_search(look=look(f"made up {number}"), now=now)
    count_search(look=look("made up 1"), now=now)
    assert dict(QueryCount.objects.values_list("text", "times")) == {
        "made up 0": 1, "made up 1": 2, "made up 2": 1, "": 7
    }  # fmt: skip


def test_clicks_are_counted_by_position_and_are_never_more_than_searches(now: datetime) -> None:
    shown = look()
    assert not count_click(look=shown, position=1, now=now)
    for _ in range(3):
        count_search(look=shown, now=now)
    assert [count_click(look=shown, position=position, now=now) for position in (1, 7, 1, 2)] == [
        True,
        True,
        True,
        False,
    ]
    row = QueryCount.objects.get()
    assert (row.clicks, row.top_clicks) == (3, 2)
    assert dict(row.positions.values_list("position", "times")) == {1: 2, 7: 1}


@pytest.mark.parametrize("position", [0, -1, 1_001, 10**12])
def test_a_position_that_is_none_is_not_counted(now: datetime, position: int) -> None:
    count_search(look=look(), now=now)
    assert not count_click(look=look(), position=position, now=now)
    assert not ClickCount.objects.exists()


def test_the_database_keeps_parts_smaller_than_wholes(now: datetime) -> None:
    count_search(look=look(), now=now)
    for values in (
        {"clicks": 2}, {"zero_times": 2}, {"top_clicks": 1}, {"lang": "th"}, {"kind": "x"}, {"hours": 1 << 24},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            QueryCount.objects.update(**values)


def test_words_are_shown_once_they_were_typed_in_three_different_hours(now: datetime) -> None:
    for _ in range(50):
        count_search(look=look("một người"), now=now)
    seen("hai giờ", now, hours=2)
    seen("石榴", now, lang="zh-hans")
    for day in range(3):
        count_search(look=look("ba ngày"), now=now - timedelta(days=day))
    assert {row.text for row in selectors.top_queries(PERIOD, limit=10)} == {"石榴", "ba ngày"}
    hidden = selectors.rare(PERIOD)
    assert (hidden.texts, hidden.times, hidden.unkept_times) == (2, 52, 0)


def test_the_top_and_what_found_nothing_stand_in_their_order(now: datetime) -> None:
    seen("trà", now, hours=5)
    seen("dứa", now, hours=4, total=0)
    seen("thơm", now, hours=3, total=0)
    seen("cà phê", now, hours=6, total=0, kind=Kind.REFINED)
    assert [row.text for row in selectors.top_queries(PERIOD, limit=3)] == ["cà phê", "trà", "dứa"]
    assert [(row.text, row.figures.zero_times) for row in selectors.queries_without_results(PERIOD, limit=9)] == [
        ("dứa", 4), ("thơm", 3)
    ]  # fmt: skip


def test_mean_median_and_share_of_the_first_three(now: datetime) -> None:
    shown = seen("trà", now, hours=8)
    for position in (1, 1, 2, 30):
        count_click(look=shown, position=position, now=now)
    (row,) = selectors.top_queries(PERIOD, limit=9)
    figures = row.figures
    assert (figures.mean, figures.median) == (8.5, 1.5)
    assert (figures.click_share, figures.top_share) == (0.5, 0.375)
    whole = selectors.overall(PERIOD)
    assert (whole.times, whole.clicks, whole.median, whole.zero_share) == (8, 4, 1.5, 0.0)


def test_an_odd_number_of_clicks_has_one_in_the_middle(now: datetime) -> None:
    shown = seen("trà", now)
    for position in (9, 1, 4):
        count_click(look=shown, position=position, now=now)
    assert selectors.overall(PERIOD).median == 4.0


def test_without_a_search_there_are_no_figures() -> None:
    empty = selectors.overall(PERIOD)
    assert (empty.times, empty.mean, empty.median, empty.zero_share, empty.top_share) == (0, None, None, 0.0, 0.0)
    assert selectors.rare(PERIOD) == selectors.Rare(0, 0, 0)
    assert not [*selectors.top_queries(PERIOD, limit=9), *selectors.by_language(PERIOD), *selectors.pace(PERIOD)]


def test_languages_and_periods_are_kept_apart(now: datetime) -> None:
    seen("trà", now)
    seen("茶", now, hours=4, lang="zh-hans")
    seen("trà", now - timedelta(days=30))
    assert [(row.lang, row.figures.times) for row in selectors.by_language(PERIOD)] == [("zh-hans", 4), ("vi", 3)]
    chinese = Period(since=PERIOD.since, until=PERIOD.until, lang="zh-hans")
    assert [row.text for row in selectors.top_queries(chinese, limit=9)] == ["茶"]
    assert selectors.overall(chinese).times == 4


def test_the_pace_of_the_engine_is_written_with_the_next_search(now: datetime) -> None:
    pace.note(0.004, is_degraded=False)
    pace.note(0.0051, is_degraded=False)
    pace.note(9.0, is_degraded=True)
    assert not EnginePace.objects.exists()
    for _ in range(2):
        count_search(look=look(), now=now)
    pace.note(0.004, is_degraded=False)
    count_search(look=look(), now=now)
    assert selectors.pace(PERIOD) == [(5, False, 2), (10, False, 1), (60_000, True, 1)]


def test_a_dashboard_costs_the_same_however_much_is_searched_for(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        count_click(look=seen(f"trà {number}", now), position=number + 1, now=now)
    with django_assert_num_queries(6):
        assert len(selectors.top_queries(PERIOD, limit=20)) == 20
        selectors.overall(PERIOD)
        selectors.rare(PERIOD)


def test_what_is_older_than_ninety_days_goes(now: datetime) -> None:
    old = now - timedelta(days=91)
    count_click(look=seen("old", old), position=1, now=old)
    pace.note(0.01, is_degraded=False)
    seen("new", now)
    assert services.forget(before=DAY - timedelta(days=services.KEPT_DAYS)) == 1
    assert [row.text for row in QueryCount.objects.all()] == ["new"]
    assert not ClickCount.objects.exists()
    said = StringIO()
    call_command("search_log_forget", "--days", "-40000", stdout=said)
    assert said.getvalue() == "deleted 1\n"
    assert not EnginePace.objects.exists()
