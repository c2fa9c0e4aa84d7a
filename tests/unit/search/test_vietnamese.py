"""Vietnamese: how a syllable is written."""

from __future__ import annotations

import pytest

from search.analysis import vietnamese


@pytest.mark.parametrize("word", ["tương", "tuong", "nghiêng", "gạo", "đậu", "quýt", "ổi", "yến", "phở", "a", "khuya"])
def test_a_syllable_is_one_with_its_marks_or_without(word: str) -> None:
    assert vietnamese.is_syllable(word)


@pytest.mark.parametrize("word", ["caosu", "càphê", "teaset", "hoaqua", "redrice", "", "gạođỏ", "10kg", "strz"])
def test_words_written_as_one_are_no_syllable(word: str) -> None:
    assert not vietnamese.is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "word"), [("lưu", "lựu"), ("lụu", "lựu"), ("tư", "tự"), ("thuong", "thương"), ("đo", "đỏ")]
)
def test_a_word_may_be_a_slip_for_another(typed: str, word: str) -> None:
    assert word in vietnamese.variants(typed)


@pytest.mark.parametrize(("typed", "word"), [("nấm", "nam"), ("nấm", "năm"), ("mận", "man"), ("lựu", "luu")])
def test_a_word_with_its_marks_is_no_slip_for_one_of_other_letters(typed: str, word: str) -> None:
    assert word not in vietnamese.variants(typed)
