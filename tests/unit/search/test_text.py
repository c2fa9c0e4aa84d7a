"""Text in any shape becomes one normal form, in bounded time."""

from __future__ import annotations

import time
import unicodedata

import pytest

from search.analysis.text import MAX_TOKEN, Kind, clean, fold, pieces


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Đậu Phụ", "đậu phụ"),
        (unicodedata.normalize("NFD", "đậu phụ Thạch Bình"), "đậu phụ thạch bình"),
        ("ＰＯＭＥＧＲＡＮＡＴＥ　１０ｋｇ", "pomegranate 10kg"),
        ("a\x00b\x07c", "a b c"),
        ("gạo\u202eđỏ\u202c", "gạođỏ"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone\ud800surrogate\udfff", "lonesurrogate"),
        ("bird’s eye", "bird eye"),
        ("H’Mông", "hmông"),
        ("Pu'er", "puer"),
        ("line\nbreak\ttab", "line break tab"),
    ],
)
def test_text_is_brought_to_one_form(typed: str, expected: str) -> None:
    assert clean(typed) == expected


def test_only_the_beginning_of_a_long_text_counts() -> None:
    assert clean("ab" * 1_000, 5) == "ababa"


def test_a_character_that_unfolds_does_not_pass_the_limit() -> None:
    assert len(clean("\ufdfa" * 200, 200)) == 200  # each of them is eighteen characters in normal form


def test_a_million_characters_cost_no_more_than_the_first_ones() -> None:
    assert min(cpu_seconds("\u202e😀石" * 333_334) for _ in range(3)) < 0.05


def cpu_seconds(text: str) -> float:
    started = time.process_time()
    clean(text, 200)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蒙自石榴 10kg", [(Kind.HAN, "蒙自石榴"), (Kind.NUMBER, "10"), (Kind.WORD, "kg")]),
        ("0810.90.90", [(Kind.NUMBER, "0810.90.90")]),
        ("nfc果汁", [(Kind.WORD, "nfc"), (Kind.HAN, "果汁")]),
        ("trà xanh", [(Kind.WORD, "trà"), (Kind.WORD, "xanh")]),
        ('a:b^2~ (c) [d to e] /f.*/ "g" -h +i && || !', [(Kind.WORD, one) for one in "ab"]),
        ("😀🎉 ❤️", []),
        ("𠀀𠀁", [(Kind.HAN, "𠀀𠀁")]),
    ],
)
def test_text_is_cut_into_runs_of_one_kind(text: str, expected: list[tuple[Kind, str]]) -> None:
    found = [(piece.kind, piece.text) for piece in pieces(text)]
    assert found[: len(expected)] == expected


def test_operators_of_query_languages_are_no_part_of_any_piece() -> None:
    found = "".join(piece.text for piece in pieces('+-&|!(){}[]^"~*?:\\/ <script> $where ; --'))
    assert found == "scriptwhere"


def test_a_word_without_end_is_cut() -> None:
    assert [len(piece.text) for piece in pieces("x" * 5_000)] == [MAX_TOKEN]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("đậu", "dau"),
        ("lựu", "luu"),
        ("dứa", "dua"),
        ("thạch", "thach"),
        ("ớt", "ot"),
        ("ỹ", "y"),
        ("tianlüzi", "tianluzi"),
        ("tofu", "tofu"),
        ("石榴", "石榴"),
    ],
)
def test_marks_fall_off_a_word(word: str, expected: str) -> None:
    assert fold(word) == expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("thuỷ", "thủy"),
        ("Kiến Thuỷ", "kiến thủy"),
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("qúyt", "quýt"),
        ("qủa", "quả"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("thuyền", "thuyền"),
    ],
)
def test_a_vietnamese_tone_has_one_place(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(unicodedata.normalize("NFD", typed)) == kept
    assert len(clean(typed)) == len(typed)
