"""Money is rounded in one place, half up, to the currency's own smallest unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import (
    EXPONENTS,
    UNIT_PRICE_PLACES,
    Money,
    UnknownCurrency,
    exponent,
    line_total_minor,
    to_major,
    to_minor,
)


def test_the_currencies_and_their_decimals() -> None:
    assert UNIT_PRICE_PLACES == 5
    assert EXPONENTS == {"CNY": 2, "USD": 2, "VND": 0, "THB": 2, "LAK": 2}
    assert {code: exponent(code) for code in EXPONENTS} == EXPONENTS


# To even would be 12, 0 and 122; down 12, 11 and so on: each half tells one rounding from another.
@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("0.125", "USD", 13),
        ("0.115", "USD", 12),
        ("0.005", "USD", 1),
        ("0.00499", "USD", 0),
        ("0.12499", "CNY", 12),
        ("0.1251", "THB", 13),
        ("12.34", "USD", 1234),
        ("12", "USD", 1200),
        ("0.5", "VND", 1),
        ("122.5", "VND", 123),
        ("121.5", "VND", 122),
        ("122.4999", "VND", 122),
        ("1.005", "LAK", 101),
        ("-0.125", "USD", -13),
        ("0", "USD", 0),
        ("99999999999999.995", "USD", 10**16),
    ],
)
def test_half_a_smallest_unit_is_rounded_up(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


@pytest.mark.parametrize(
    ("unit_price", "units", "currency", "minor"),
    [
        ("0.304", "100", "USD", 3040),
        ("0.304", "17.5", "USD", 532),
        ("0.30405", "10", "USD", 304),
        ("0.00125", "100", "USD", 13),
        ("0.00125", "1000", "USD", 125),
        ("0.333", "3", "USD", 100),
        ("2450.5", "1", "VND", 2451),
        ("2450.5", "2", "VND", 4901),
    ],
)
def test_a_line_is_rounded_once_and_not_its_unit_price(unit_price: str, units: str, currency: str, minor: int) -> None:
    found = line_total_minor(unit_price=Decimal(unit_price), units=Decimal(units), currency=currency)
    assert found == minor


@given(minor=st.integers(-(10**18), 10**18), currency=st.sampled_from(sorted(EXPONENTS)))
def test_minor_units_and_back_are_exact(minor: int, currency: str) -> None:
    assert to_minor(to_major(minor, currency), currency) == minor
    assert Money(minor, currency).major == to_major(minor, currency)


def test_major_units_are_written_with_the_currencys_decimals() -> None:
    assert (str(to_major(1234, "USD")), str(to_major(1200, "USD")), str(to_major(12, "VND"))) == (
        "12.34",
        "12.00",
        "12",
    )


def test_sums_are_of_one_currency() -> None:
    assert Money(1, "USD") + Money(2, "USD") == Money(3, "USD")
    with pytest.raises(ValueError, match="VND"):
        Money(1, "USD") + Money(1, "VND")


@pytest.mark.parametrize("currency", ["EUR", "usd", "", "US"])
def test_money_that_the_market_does_not_trade_in_is_refused(currency: str) -> None:
    for refuse in (lambda: exponent(currency), lambda: to_minor(Decimal(1), currency), lambda: to_major(1, currency)):
        with pytest.raises(UnknownCurrency) as caught:
            refuse()
        assert caught.value.currency == currency
