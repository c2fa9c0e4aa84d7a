"""Numbers, units and tariff codes."""

from __future__ import annotations

import pytest

from search.analysis.numbers import hs_prefixes, hs_typed, leading_unit, number
from search.analysis.tokens import latin, prepared


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0810.90.90", "08109090"),
        ("0810.90", "081090"),
        ("1,000", "1000"),
        ("12,345,678", "12345678"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("10", "10"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, expected: str) -> None:
    assert number(typed) == expected


@pytest.mark.parametrize("text", ["10 kg", "10kg", "10 公斤", "10千克", "10 Kilograms", "10 ký", "１０ＫＧ"])
def test_one_weight_has_one_token_however_it_is_written(text: str) -> None:
    assert "10kg" in latin(prepared(text))


def test_different_units_stay_apart() -> None:
    assert "500ml" in latin(prepared("500毫升"))
    assert "500g" in latin(prepared("500克"))
    assert "500kg" not in latin(prepared("500 g"))


def test_a_unit_leaves_the_rest_of_the_chinese_behind_it() -> None:
    assert leading_unit("公斤纸箱") == ("kg", "纸箱")
    assert leading_unit("纸箱") == ("", "纸箱")


def test_a_tariff_code_is_found_by_chapter_heading_subheading_and_whole() -> None:
    assert hs_prefixes("08109090") == ["08", "0810", "081090", "08109090"]
    assert hs_prefixes("0810.90.9090") == ["08", "0810", "081090", "08109090", "0810909090"]
    assert hs_prefixes("") == []


def test_a_code_longer_than_the_goods_is_also_tried_shorter() -> None:
    assert hs_typed("0810909090") == ["0810909090", "08109090", "081090", "0810"]


@pytest.mark.parametrize("digits", ["08", "081", "08109090901", "1.5", "٠٨١٠", "10kg"])
def test_other_numbers_are_no_tariff_codes(digits: str) -> None:
    assert hs_typed(digits) == []
