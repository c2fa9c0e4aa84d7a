"""Prices in other money: by the newest rate, rounded half up to that money's own places."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from marketplace.pricing.errors import RateNotAllowed
from marketplace.pricing.models import ExchangeRate
from marketplace.pricing.selectors import convert, rates, usd_factor
from marketplace.pricing.services import store_rate

DAY = date(2026, 11, 10)


def rate(value: str, quote: str = "VND", **values: object) -> ExchangeRate:
    return ExchangeRate(base="USD", quote=quote, rate=Decimal(value), as_of=DAY, source="bank", **values)


# Each is a half exactly, in pairs that rounding to even would tell apart.
@pytest.mark.parametrize(
    ("amount", "value", "quote", "shown"),
    [
        ("0.5", "26301", "VND", "13151"),
        ("0.5", "26303", "VND", "13152"),
        ("2.30", "26300", "VND", "60490"),
        ("1", "7.125", "CNY", "7.13"),
        ("1", "7.115", "CNY", "7.12"),
        ("1", "36.005", "THB", "36.01"),
        ("1", "21650.125", "LAK", "21650.13"),
    ],
)
def test_an_amount_is_rounded_half_up_to_the_places_of_its_money(
    amount: str, value: str, quote: str, shown: str
) -> None:
    assert str(convert(Decimal(amount), rate(value, quote)).amount) == shown


@pytest.mark.parametrize(
    ("amount", "is_unit_price", "shown"),
    [
        ("0.1", True, "0.71250"),
        ("0.000001", True, "0.00001"),
        ("0.0000019", True, "0.00001"),
        ("0.1", False, "0.71"),
        ("0.14035088", True, "1.00"),
        ("1", True, "7.13"),
    ],
)
def test_a_unit_price_under_one_keeps_five_places(amount: str, is_unit_price: bool, shown: str) -> None:
    found = convert(Decimal(amount), rate("7.125", "CNY"), is_unit_price=is_unit_price)
    assert str(found.amount) == shown


def test_a_unit_price_of_exactly_one_has_the_places_of_its_money() -> None:
    assert str(convert(Decimal(4), rate("0.25", "CNY"), is_unit_price=True).amount) == "1.00"


@pytest.mark.parametrize("is_verified", [True, False])
def test_it_says_by_which_rate_and_whether_anybody_verified_it(is_verified: bool) -> None:
    found = convert(Decimal(1), rate("26300", is_verified=is_verified))
    assert (found.currency, found.rate, found.as_of, found.source) == ("VND", Decimal(26300), DAY, "bank")
    assert found.is_illustrative is not is_verified


@pytest.mark.django_db
def test_the_newest_rate_counts(now: datetime) -> None:
    for days, value in ((1, "7.2"), (0, "3"), (2, "7.3")):
        rate(value, "CNY").save() if days == 0 else ExchangeRate.objects.create(
            base="USD", quote="CNY", rate=Decimal(value), as_of=DAY - timedelta(days=days), source="bank"
        )
    assert rates()["CNY"].rate == Decimal(3)
    assert usd_factor("CNY") == Decimal("0.333333333333")
    assert usd_factor("THB") is None


@pytest.mark.django_db
def test_a_factor_is_rounded_half_up_at_the_twelfth_place() -> None:
    rate("1.5", "CNY").save()
    assert usd_factor("CNY") == Decimal("0.666666666667")


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["0.000001", "999999999999"])
def test_the_least_and_the_greatest_rate_are_taken(value: str, now: datetime) -> None:
    row = store_rate(currency="CNY", rate=Decimal(value), as_of=DAY, source="x" * 120, actor=None, now=now)
    row.refresh_from_db()
    assert row.rate == Decimal(value)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["0.0000009", "999999999999.000001"])
def test_beyond_them_none_is(value: str, now: datetime) -> None:
    with pytest.raises(RateNotAllowed):
        store_rate(currency="CNY", rate=Decimal(value), as_of=DAY, source="x", actor=None, now=now)


@pytest.mark.django_db
def test_a_rate_is_kept_to_six_places(now: datetime) -> None:
    row = store_rate(currency="CNY", rate=Decimal("7.1234567"), as_of=DAY, source="x", actor=None, now=now)
    assert row.rate == Decimal("7.123457")
