"""What a misspelt word may mean."""

from __future__ import annotations

import pytest

from search.ranking.vocabulary import Spelling, distance, edits_allowed


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("tofu", "tofu", 0),
        ("tofu", "tofo", 1),
        ("tofu", "tof", 1),
        ("tofu", "toffu", 1),
        ("tofu", "tfou", 1),
        ("pomegranate", "pomegranite", 1),
        ("pomegranate", "pomgranite", 2),
        ("tofu", "rice", 3),
        ("", "ab", 2),
    ],
)
def test_distance_counts_letters_changed_added_lost_or_swapped(one: str, other: str, expected: int) -> None:
    assert distance(one, other, 2) == expected
    assert distance(other, one, 2) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("che", 0), ("tofu", 1), ("lychees", 1), ("macadmia", 2), ("x" * 64, 2)]
)
def test_longer_words_may_be_wrong_in_more_letters(word: str, expected: int) -> None:
    assert edits_allowed(word) == expected


def test_the_nearest_words_come_first_then_those_of_the_same_first_letter_then_the_frequent_ones() -> None:
    spelling = Spelling({"tofu": 1, "toru": 9, "bofu": 99, "tea": 5})
    assert spelling.similar("tofo") == ["tofu"]
    assert spelling.similar("tofv") == ["tofu"]
    assert spelling.similar("tofu") == ["tofu", "toru", "bofu"]


def test_a_short_word_is_not_corrected() -> None:
    assert Spelling({"che": 1, "chen": 1}).similar("cha") == []


def test_a_correction_is_shown_as_it_is_mostly_written() -> None:
    spelling = Spelling({"xoài": 3, "xoai": 1, "tofu": 1})
    assert spelling.written("xoai") == "xoài"
    assert spelling.written("tofu") == "tofu"
    assert spelling.written("unknown") == "unknown"


def test_no_more_than_eight_words_are_offered() -> None:
    assert len(Spelling({f"word{letter}": 1 for letter in "abcdefghijklmnop"}).similar("words")) == 8


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("shliu", "shiliu", "shlia"),
        ("lemmon", "lemon", "lemmos"),
        ("ninmeng", "ningmeng", "minmeng"),
        ("zitoa", "zitao", "zitoe"),
    ],
)
def test_a_usual_slip_is_meant_before_another_letter(typed: str, meant: str, other: str) -> None:
    assert Spelling({other: 99, meant: 1}).similar(typed)[0] == meant


def test_every_word_within_the_edits_allowed_is_found_whatever_its_length() -> None:
    words = [
        "macadamia",
        "macadmia",
        "macadamias",
        "macadamiass",
        "macaadmia",
        "mocadomia",
        "acadami",
        "amcadamai",
        "tea",
    ]
    spelling = Spelling(dict.fromkeys(words, 1))
    for typed in ("macadamia", "macadamya", "macadama", "mcadamiaa"):
        near = {word for word in words if distance(typed, word, 2) <= 2}
        assert set(spelling.similar(typed)) == near
        assert len(near) > 1
        assert spelling.similar(typed) is spelling.similar(typed)  # worked out once
