"""Prices in the money of the reader."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.storefront.exchange import Exchange

DONG = Exchange("VND", Decimal(26300))
YUAN = Exchange("CNY", Decimal("7.1"))


def test_a_price_is_written_as_the_language_writes_it() -> None:
    assert DONG.shown(Decimal("2.30"), Decimal("2.30"), language="vi") == "≈ 60.490 VND"
    assert DONG.shown(Decimal("2.30"), Decimal("2.30"), language="en") == "≈ 60,490 VND"
    assert YUAN.shown(Decimal("0.05"), Decimal("0.05"), language="en") == "≈ 0.355 CNY"
    assert YUAN.shown(Decimal("0.041234"), Decimal("0.041234"), language="en") == "≈ 0.293 CNY"
    assert YUAN.shown(Decimal("0.00112"), Decimal("0.00112"), language="vi") == "≈ 0,00795 CNY"
    assert DONG.shown(Decimal("2.1"), Decimal("2.30"), language="vi") == "≈ 55.230–60.490 VND"
    assert YUAN.shown(Decimal("0.00001"), Decimal("0.00001"), language="en") == "≈ 0.00007 CNY"


# Each is a half exactly: to even would round the second of a pair down.
@pytest.mark.parametrize(
    ("currency", "rate", "usd", "shown"),
    [
        ("VND", "26301", "0.5", "13151"),
        ("VND", "26303", "0.5", "13152"),
        ("VND", "26300", "2.30", "60490"),
        ("CNY", "7.125", "1", "7.13"),
        ("CNY", "7.115", "1", "7.12"),
        ("CNY", "7.46", "0.125", "0.933"),
        ("CNY", "7.05", "0.01", "0.0705"),
        ("THB", "36.5", "0.0274", "1.00"),
        ("LAK", "21650.125", "1", "21650.13"),
    ],
)
def test_a_converted_price_is_rounded_half_up(currency: str, rate: str, usd: str, shown: str) -> None:
    assert Exchange(currency, Decimal(rate)).converted(Decimal(usd), Exchange()) == Decimal(shown)


@pytest.mark.parametrize(
    ("asked", "at_least", "at_most"),
    [("60490", "2.3", "2.3"), ("60491", "2.30003", "2.30004"), ("1", "0.00003", "0.00004")],
)
def test_a_bound_in_other_money_is_rounded_outwards_at_the_fifth_place(
    asked: str, at_least: str, at_most: str
) -> None:
    assert (DONG.at_least(Decimal(asked)), DONG.at_most(Decimal(asked))) == (Decimal(at_least), Decimal(at_most))


@pytest.mark.parametrize(
    ("usd", "low", "high"),
    [
        ("0.304", "0.3", "0.31"),
        ("1042.5", "1000", "1100"),
        ("5", "5", "5"),
        ("0.00001", "0.00001", "0.00001"),
        ("0", "0", "0"),
    ],
)
def test_a_slider_ends_at_two_figures_outside_the_prices(usd: str, low: str, high: str) -> None:
    home = Exchange()
    assert home.bound(Decimal(usd), is_upper=False) == Decimal(low)
    assert home.bound(Decimal(usd), is_upper=True) == Decimal(high)


def test_a_bound_of_large_money_is_whole() -> None:
    assert f"{DONG.bound(Decimal('1042.5'), is_upper=True):f}" == "28000000"


def test_what_is_asked_in_other_money_never_loses_a_price_to_rounding() -> None:
    price = Decimal("2.30")
    shown = DONG.converted(price, Exchange())
    assert DONG.at_least(shown) <= price <= DONG.at_most(shown)
