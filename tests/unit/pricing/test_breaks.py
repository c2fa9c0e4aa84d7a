from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.quantities import OrderRule
from marketplace.pricing.breaks import ensure_allowed, price_table
from marketplace.pricing.errors import PricesNotAllowed

RULE = OrderRule(moq=10, step=5)
GOOD = [(10, Decimal("2.50")), (20, Decimal("2.30")), (100, Decimal("2.00"))]


@pytest.mark.parametrize(
    ("quantity", "price"),
    [(9, None), (10, "2.50"), (19, "2.50"), (20, "2.30"), (99, "2.30"), (100, "2.00"), (999_999_999, "2.00")],
)
def test_the_price_is_that_of_the_highest_break_reached(quantity: int, price: str | None) -> None:
    assert price_table(GOOD, "USD").price_for(quantity) == (None if price is None else Decimal(price))


def test_a_saving_is_the_share_below_the_first_price_rounded_half_up_to_a_hundredth_of_a_percent() -> None:
    savings = [
        one.saving for one in price_table([(1, Decimal(3)), (2, Decimal(2)), (3, Decimal("1.99985"))], "USD").breaks
    ]
    assert savings == [Decimal(0), Decimal("0.3333"), Decimal("0.3334")]


def test_a_table_is_ascending_whatever_the_order_of_its_rows() -> None:
    assert [one.from_quantity for one in price_table(GOOD[::-1], "USD").breaks] == [10, 20, 100]


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.decimals("0.00001", 10**5, places=5)),
        min_size=1,
        unique_by=lambda row: row[0],
    )
)
def test_more_packs_never_find_a_price_that_is_not_in_the_table(rows: list[tuple[int, Decimal]]) -> None:
    table = price_table(rows, "USD")
    for quantity, price in rows:
        assert table.price_for(quantity) == price
    assert table.price_for(min(rows)[0] - 1) is None


@pytest.mark.parametrize("price", ["0.00001", "9999999.99999"])
def test_the_least_and_the_greatest_price_are_allowed(price: str) -> None:
    ensure_allowed([(10, Decimal(price))], rule=RULE, currency="USD")


@pytest.mark.parametrize("price", ["10000000", "9999999.999999", "0.000009"])
def test_beyond_them_none_is(price: str) -> None:
    with pytest.raises(PricesNotAllowed):
        ensure_allowed([(10, Decimal(price))], rule=RULE, currency="USD")


def test_a_saving_at_an_exact_half_is_rounded_up() -> None:
    table = price_table([(1, Decimal(2)), (2, Decimal("1.9999")), (3, Decimal("1.9997"))], "USD")
    assert [one.saving for one in table.breaks] == [Decimal(0), Decimal("0.0001"), Decimal("0.0002")]


def test_a_falling_table_on_the_step_is_allowed() -> None:
    ensure_allowed(GOOD, rule=RULE, currency="USD")


@pytest.mark.parametrize(
    ("rows", "currency", "reason", "position"),
    [
        ([], "USD", "none", 0),
        (GOOD, "EUR", "unknown_currency", 0),
        ([(5, Decimal(2))], "USD", "first_is_not_the_minimum", 0),
        ([(20, Decimal(2))], "USD", "first_is_not_the_minimum", 0),
        ([(10, Decimal(2)), (22, Decimal(1))], "USD", "off_the_step", 1),
        ([(10, Decimal(2)), (10**9, Decimal(1))], "USD", "off_the_step", 1),
        ([(10, Decimal(2)), (20, Decimal(2))], "USD", "not_falling", 1),
        ([(10, Decimal(2)), (20, Decimal(1)), (15, Decimal("0.5"))], "USD", "not_falling", 2),
        ([(10, Decimal(0))], "USD", "not_a_price", 0),
        ([(10, Decimal(-1))], "USD", "not_a_price", 0),
        ([(10, Decimal("NaN"))], "USD", "not_a_price", 0),
        ([(10, Decimal("Infinity"))], "USD", "not_a_price", 0),
        ([(10, Decimal("0.000001"))], "USD", "not_a_price", 0),
        ([(10, Decimal(10) ** 30)], "USD", "not_a_price", 0),
    ],
)
def test_what_is_no_price_table_is_refused_with_its_reason(
    rows: list[tuple[int, Decimal]], currency: str, reason: str, position: int
) -> None:
    with pytest.raises(PricesNotAllowed) as refusal:
        ensure_allowed(rows, rule=RULE, currency=currency)
    assert (refusal.value.reason, refusal.value.position) == (reason, position)
