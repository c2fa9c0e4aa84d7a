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
