"""Numbers of orders as people type, paste and read them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.ids import ALPHABET, check_symbol, typed_number

BODY = "26NMJAZ10H"
NUMBER = f"HK{BODY}{check_symbol(BODY)}"


@pytest.mark.parametrize(
    ("typed", "suffix"),
    [
        (NUMBER, ""),
        (NUMBER.lower(), ""),
        (f"  {NUMBER[:4]} {NUMBER[4:8]}\u00a0{NUMBER[8:]} ", ""),
        (f"{NUMBER[:2]}-{NUMBER[2:]}.", ""),
        ("".join(chr(ord(one) + 0xFEE0) for one in NUMBER), ""),
        (NUMBER.replace("0", "O").replace("1", "l"), ""),
        (NUMBER[2:], ""),
        (f"\u200b{NUMBER}\u2060", ""),
        (f"#{NUMBER}", ""),
        (f"{NUMBER}-1", "-1"),
        (f"{NUMBER.lower()} – 12", "-12"),
        (f"{NUMBER}－１", "-1"),
        (f"{NUMBER}1", "-1"),
        (f"{NUMBER}-01", "-1"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str, suffix: str) -> None:
    assert typed_number(typed) == f"{NUMBER}{suffix}"


@pytest.mark.parametrize(
    "typed",
    [f"{NUMBER}-anything", f"{NUMBER}-100", f"{NUMBER}-0", f"{NUMBER[:-1]}", f"{NUMBER}\x00", "", "đơn", "x" * 1_000],
)
def test_what_is_no_number_does_not_become_one(typed: str) -> None:
    found = typed_number(typed)
    assert found != NUMBER
    assert "-" not in found


def test_the_beginning_of_a_number_stays_one() -> None:
    assert typed_number("hk26 nmj") == "HK26NMJ"


@given(st.text(alphabet=ALPHABET, min_size=10, max_size=10), st.integers(1, 99))
def test_what_is_stored_is_found_under_itself(body: str, part: int) -> None:
    number = f"HK{body}{check_symbol(body)}"
    assert typed_number(number) == number
    assert typed_number(f"{number}-{part}".lower()) == f"{number}-{part}"


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(one in "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for one in typed_number(text))
