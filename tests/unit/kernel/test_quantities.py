"""In which quantities a pack is sold, to the last one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.quantities import MAX_QUANTITY, OrderRule, QuantityNotOrderable

RULE = OrderRule(moq=10, step=5)


def test_the_most_that_is_ordered_at_once() -> None:
    assert MAX_QUANTITY == 999_999_999


@pytest.mark.parametrize(
    ("rule", "quantity", "allowed"),
    [
        (RULE, 9, False),
        (RULE, 10, True),
        (RULE, 11, False),
        (RULE, 15, True),
        (RULE, 0, False),
        (RULE, -10, False),
        (OrderRule(moq=1, step=1), MAX_QUANTITY, True),
        (OrderRule(moq=1, step=1), MAX_QUANTITY + 1, False),
        (OrderRule(moq=MAX_QUANTITY, step=1), MAX_QUANTITY, True),
    ],
)
def test_the_minimum_and_every_step_from_it_on(rule: OrderRule, quantity: int, allowed: bool) -> None:
    assert rule.allows(quantity) is allowed


@pytest.mark.parametrize(
    ("quantity", "lower", "upper"),
    [
        (9, None, 10),
        (11, 10, 15),
        (14, 10, 15),
        (16, 15, 20),
        (999_999_994, 999_999_990, 999_999_995),
        (999_999_996, 999_999_995, None),
        (MAX_QUANTITY, 999_999_995, None),
        (10**12, 999_999_995, None),
    ],
)
def test_the_nearest_that_can_be_ordered(quantity: int, lower: int | None, upper: int | None) -> None:
    assert RULE.nearest(quantity) == (lower, upper)
    with pytest.raises(QuantityNotOrderable) as caught:
        RULE.check(quantity)
    found = caught.value
    assert (found.quantity, found.moq, found.step, found.lower, found.upper) == (quantity, 10, 5, lower, upper)


@given(moq=st.integers(1, 5000), step=st.integers(1, 5000), quantity=st.integers(-10, 20_000))
def test_between_the_nearest_two_nothing_can_be_ordered(moq: int, step: int, quantity: int) -> None:
    rule = OrderRule(moq=moq, step=step)
    if rule.allows(quantity):
        rule.check(quantity)
        return
    lower, upper = rule.nearest(quantity)
    assert upper is not None
    assert rule.allows(upper)
    assert lower is None or (rule.allows(lower) and lower < quantity)
    assert upper > quantity
    assert not any(rule.allows(one) for one in range((lower or 0) + 1, upper))
