"""Keys whose input method was off."""

from __future__ import annotations

import pytest

from search.analysis import keyboards


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        *((keys, "lựu") for keys in ("luwuj", "luuwj", "luwju", "luujw")),
        ("caf", "cà"),
        ("phee", "phê"),
        ("gaoj", "gạo"),
        ("gajo", "gạo"),
        ("ddor", "đỏ"),
        ("ddaauj", "đậu"),
        ("dduwowngf", "đường"),
        ("duongdwf", "đường"),
        ("ruwowuj", "rượu"),
        ("mawng", "măng"),
        ("nguyeenx", "nguyễn"),
        ("chuoois", "chuối"),
    ],
)
def test_telex_keys_are_the_word_they_stand_for_in_any_order(keys: str, word: str) -> None:
    assert word in keyboards.telex(keys)


@pytest.mark.parametrize(
    "keys", ["tea", "rice", "cars", "shiliu", "banana", "as", "", "pomegranates", "LUWUJ", "lựu", "x" * 500]
)
def test_other_words_are_no_telex(keys: str) -> None:
    assert keyboards.telex(keys) == ()


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("lu7u5", "lựu"),
        ("luu75", "lựu"),
        ("ca2", "cà"),
        ("phe6", "phê"),
        ("d9u7o7ng2", "đường"),
        ("duong792", "đường"),
        ("ruou75", "rượu"),
        ("ga5o", "gạo"),
    ],
)
def test_vni_keys_are_the_word_they_stand_for(keys: str, word: str) -> None:
    assert word in keyboards.vni(keys)


@pytest.mark.parametrize("keys", ["b2b", "g7", "10kg", "mz001", "ca22", "", "x9" * 200])
def test_other_figures_are_no_vni(keys: str) -> None:
    assert keyboards.vni(keys) == ()


@pytest.mark.parametrize(
    ("keys", "plain"),
    [
        ("shi2liu2", "shiliu"),
        ("shi2", "shi"),
        ("lv4cha2", "lucha"),
        ("lü4", "lu"),
        ("nu:3", "nu"),
        ("b2b", ""),
        ("shi", ""),
        ("shi9", ""),
    ],
)
def test_pinyin_loses_its_tones_in_figures(keys: str, plain: str) -> None:
    assert keyboards.numbered_pinyin(keys) == plain


@pytest.mark.parametrize(
    ("word", "is_pinyin"),
    [
        ("shíliú", True),
        ("mǐxiàn", True),
        ("hóng", True),
        ("nấm", False),
        ("lựu", False),
        ("đá", False),
        ("tea", False),
    ],
)
def test_marks_of_pinyin_are_told_from_those_that_only_vietnamese_has(word: str, is_pinyin: bool) -> None:
    assert keyboards.is_toned_pinyin(word) is is_pinyin
