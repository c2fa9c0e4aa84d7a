"""Order numbers: what is misread or swapped shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.ids import ALPHABET, check_symbol, message_guid, order_number

NOW = datetime(2026, 11, 10, tzinfo=UTC)
bodies = st.text(alphabet=ALPHABET, min_size=10, max_size=10)


def is_right(symbols: str) -> bool:
    """Whether ten symbols and their check symbol belong together."""
    return check_symbol(symbols[:-1]) == symbols[-1]


def test_a_number_is_thirteen_symbols_that_can_be_read_out() -> None:
    numbers = {order_number(now=NOW) for _ in range(500)}
    assert len(numbers) == 500
    for number in numbers:
        assert re.fullmatch(r"HK26[0-9A-HJKMNP-TV-Z]{9}", number)
        assert is_right(number.removeprefix("HK"))
    assert order_number(now=NOW.replace(year=2031)).startswith("HK31")


@pytest.mark.parametrize(
    ("body", "symbol"), [("", "0"), ("0000000000", "0"), ("0000000001", "2"), ("000000000G", "5"), ("26ABCDEFGH", "E")]
)
def test_the_symbol_of_a_body_never_changes(body: str, symbol: str) -> None:
    assert check_symbol(body) == symbol


@given(body=bodies, position=st.integers(0, 10), other=st.sampled_from(ALPHABET))
def test_one_wrong_symbol_shows(body: str, position: int, other: str) -> None:
    right = body + check_symbol(body)
    wrong = right[:position] + other + right[position + 1 :]
    assert is_right(wrong) is (wrong == right)


@given(body=bodies)
def test_any_two_symbols_that_changed_places_show(body: str) -> None:
    right = body + check_symbol(body)
    for first, second in combinations(range(len(right)), 2):
        swapped = list(right)
        swapped[first], swapped[second] = right[second], right[first]
        assert is_right("".join(swapped)) is (right[first] == right[second])


@pytest.mark.parametrize("body", ["26ABCDEFGI", "26abcdefgh", "26 ABCDEFG", "２6ABCDEFGH"])
def test_what_is_no_symbol_has_no_check_symbol(body: str) -> None:
    with pytest.raises(ValueError, match="not found"):
        check_symbol(body)


def test_a_guid_is_36_upper_case_symbols_of_its_own() -> None:
    first, second = message_guid(), message_guid()
    assert first != second
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", first)
