"""Places of money, amounts, numbers and zones that changes of the code went through unnoticed (``make mutants``)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from marketplace.kernel import amounts, ids, money, zones


def test_a_currency_that_is_not_traded_is_named() -> None:
    with pytest.raises(money.UnknownCurrency, match="XAU"):
        raise money.UnknownCurrency(currency="XAU")


@pytest.mark.parametrize(
    ("amount", "language", "written"),
    [
        ("7510.50", "vi", "7510,5"),
        ("7510.50", "en", "7510.5"),
        ("7510.50", "zh-hans", "7510.5"),
        ("7.125", "vi", "7,1250"),
        ("7.125", "en", "7.1250"),
        ("1000", "vi", "1000"),
    ],
)
def test_a_field_holds_an_amount_as_its_language_writes_it(amount: str, language: str, written: str) -> None:
    assert amounts.plain(Decimal(amount), language=language) == written
    assert amounts.read_amount(written, language=language) == Decimal(amount)


def test_the_longest_amount_is_read_and_one_symbol_more_is_none() -> None:
    longest = "1" * 15
    blanks = amounts._LONGEST - len(longest) - len("đô la mỹ")
    assert amounts.read_amount(longest + " " * blanks + "đô la mỹ", language="vi", currency="USD") == Decimal(longest)
    assert amounts.read_amount("0" * (amounts._LONGEST + 1), language="vi") is None


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("5 đô la mỹ", "USD", Decimal(5)),
        ("5 đô la", "USD", Decimal(5)),
        ("US$ 5", "USD", Decimal(5)),
        ("cn¥5", "CNY", Decimal(5)),
        ("5 nhân dân tệ", "CNY", Decimal(5)),
        ("5 越南盾", "VND", Decimal(5)),
        ("5", "LAK", Decimal(5)),
        ("5 $", "CNY", None),
    ],
)
def test_the_longest_sign_of_a_currency_is_taken_off(text: str, currency: str, amount: Decimal | None) -> None:
    assert amounts.read_amount(text, language="vi", currency=currency) == amount


def test_a_number_with_what_nobody_types_is_none() -> None:
    assert ids.typed_number("HK26\x00") == ""


def test_a_number_too_long_or_of_other_symbols_comes_back_as_typed() -> None:
    assert ids.typed_number("hk26nmj") == "HK26NMJ"
    assert ids.typed_number("26nmj") == "26NMJ"
    whole = "26NMJAZ1H46"
    assert ids.typed_number(whole) == f"HK{whole}"
    assert ids.typed_number("26NMJAZ1HU6") == "26NMJAZ1HU6"


@pytest.mark.parametrize(
    ("hours", "written"),
    [(7.0, "GMT+7"), (6.5, "GMT+6:30"), (-3.5, "GMT-3:30"), (-0.5, "GMT-0:30"), (0.0, "GMT+0"), (5.75, "GMT+5:45")],
)
def test_an_offset_is_written_as_people_write_it(hours: float, written: str) -> None:
    at = datetime(2026, 11, 10, tzinfo=timezone(timedelta(hours=hours)))
    assert zones.offset_name(at) == written


def test_a_zone_with_a_name_is_called_by_it_in_every_language() -> None:
    at = datetime(2026, 11, 10, tzinfo=UTC).astimezone(zones.zone_of("vi"))
    assert [zones.zone_name(at, language=code) for code in ("vi", "en", "th")] == [
        "giờ Việt Nam",
        "Vietnam time",
        "Vietnam time",
    ]
