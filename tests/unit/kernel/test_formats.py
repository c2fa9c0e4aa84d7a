"""Numbers, days and instants as Vietnamese, Chinese and English readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from marketplace.kernel import formats, zones
from marketplace.kernel.money import UnknownCurrency
from marketplace.web import process_cache

LATE = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (2000, "2.000", "2,000"),
        (1234567, "1.234.567", "1,234,567"),
        (-1200, "-1.200", "-1,200"),
        (Decimal("1234.50"), "1.234,50", "1,234.50"),
        (Decimal("1E+3"), "1.000", "1,000"),
    ],
)
def test_a_number_is_grouped_in_the_readers_manner(value: Decimal | int, vietnamese: str, english: str) -> None:
    assert formats.number(value, language="vi") == vietnamese
    assert formats.number(value, language="en") == english
    assert formats.number(value, language="zh-hans") == english


@pytest.mark.parametrize(
    ("price", "currency", "vietnamese", "chinese"),
    [
        ("42", "USD", "42,00", "42.00"),
        ("42.5", "USD", "42,50", "42.50"),
        ("0.304", "USD", "0,304", "0.304"),
        ("0.30400", "USD", "0,304", "0.304"),
        ("0.123456", "USD", "0,12346", "0.12346"),
        ("1200", "USD", "1.200,00", "1,200.00"),
        ("26300", "VND", "26.300", "26,300"),
        ("26300.5", "VND", "26.300,5", "26,300.5"),
    ],
)
def test_a_unit_price_keeps_the_decimals_that_matter(price: str, currency: str, vietnamese: str, chinese: str) -> None:
    assert formats.unit_price(Decimal(price), currency, language="vi") == vietnamese
    assert formats.unit_price(Decimal(price), currency, language="zh-hans") == chinese


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    assert formats.amount(123450, "USD", language="vi") == "1.234,50"
    assert formats.amount(123450, "USD", language="en") == "1,234.50"
    assert formats.amount(5, "CNY", language="zh-hans") == "0.05"
    assert formats.amount(1234567, "VND", language="vi") == "1.234.567"


def test_an_unknown_currency_is_refused_and_not_guessed() -> None:
    with pytest.raises(UnknownCurrency):
        formats.amount(1, "XXX", language="en")
    with pytest.raises(UnknownCurrency):
        formats.unit_price(Decimal(1), "XXX", language="en")


@pytest.mark.parametrize(
    ("price", "shown"),
    [("0.000005", "0.00001"), ("0.123445", "0.12345"), ("0.123435", "0.12344"), ("0.0000049", "0.00")],
)
def test_a_unit_price_with_more_than_five_places_is_rounded_half_up(price: str, shown: str) -> None:
    assert formats.unit_price(Decimal(price), "USD", language="en") == shown


@pytest.mark.parametrize(
    ("share", "vietnamese", "english"),
    [("0.0625", "6,3%", "6.3%"), ("0.06", "6%", "6%"), ("0", "0%", "0%"), ("1", "100%", "100%")],
)
def test_a_share_is_a_percentage_with_one_decimal_at_most(share: str, vietnamese: str, english: str) -> None:
    assert formats.percent(Decimal(share), language="vi") == vietnamese
    assert formats.percent(Decimal(share), language="en") == english


def test_a_day_is_written_in_the_readers_manner() -> None:
    day = date(2026, 11, 4)
    assert formats.day(day, language="zh-hans") == "2026年11月4日"
    assert formats.day(day, language="vi") == "04/11/2026"
    assert formats.day(day, language="en") == "4 Nov 2026"


def test_an_instant_falls_on_the_day_of_the_readers_zone() -> None:
    assert formats.day(LATE, language="zh-hans") == "2026年11月25日"
    assert formats.day(LATE, language="vi") == "24/11/2026"


def test_a_moment_is_in_the_readers_zone() -> None:
    assert formats.moment(LATE, language="zh-hans") == "2026年11月25日 00:30（北京时间）"
    assert formats.moment(LATE, language="vi") == "24/11/2026 23:30 (giờ Việt Nam)"
    assert formats.moment(LATE, language="en") == "25 Nov 2026 00:30 (Beijing time)"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone-aware"):
        formats.in_zone(datetime(2026, 11, 24), language="vi")  # noqa: DTZ001 - the mistake that is to be refused


def test_language_tags_follow_bcp_47() -> None:
    assert [formats.bcp47(code) for code in ("zh-hans", "vi", "en", "th")] == ["zh-Hans", "vi", "en", "th"]


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "甲、乙"), ("vi", "甲, 乙"), ("en", "甲, 乙")])
def test_words_in_a_row_are_parted_as_the_language_parts_them(language: str, text: str) -> None:
    assert formats.listed(["甲", "乙"], language=language) == text
    assert formats.listed([], language=language) == ""


def test_an_instant_is_told_in_the_zone_that_was_chosen_and_the_zone_is_named() -> None:
    assert formats.moment(LATE, language="vi", zone="Asia/Shanghai") == "25/11/2026 00:30 (giờ Bắc Kinh)"
    assert formats.moment(LATE, language="zh-hans", zone="Asia/Ho_Chi_Minh") == "2026年11月24日 23:30（越南时间）"
    assert formats.moment(LATE, language="en", zone="Asia/Yangon") == "24 Nov 2026 23:00 (GMT+6:30)"
    assert formats.moment(LATE, language="vi", zone="Mars/Olympus") == "24/11/2026 23:30 (giờ Việt Nam)"


def test_who_is_being_told_is_asked_only_when_a_time_is_told() -> None:
    asked: list[int] = []

    def choose() -> str:
        asked.append(1)
        return "Asia/Shanghai"

    with zones.telling(choose):
        assert not asked
        assert formats.moment(LATE, language="vi") == "25/11/2026 00:30 (giờ Bắc Kinh)"
        assert asked
    assert formats.moment(LATE, language="vi") == "24/11/2026 23:30 (giờ Việt Nam)"


def test_what_is_kept_for_everybody_is_never_in_the_zone_of_who_asked_first() -> None:
    process_cache.clear()
    with zones.telling(lambda: "Asia/Shanghai"):
        kept = process_cache.fragments.remember("a page", lambda: formats.moment(LATE, language="vi"))
    assert kept == "24/11/2026 23:30 (giờ Việt Nam)"
