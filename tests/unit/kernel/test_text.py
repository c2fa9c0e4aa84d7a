"""Text from outside, languages, codes and verdicts: what is kept, what is left out, what stands in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from marketplace.kernel import hs, languages, text, verdicts
from marketplace.kernel.verdicts import ReasonMissing, Verdict

KNOWN = ("quality", "papers", "other")


@pytest.mark.parametrize(
    ("given", "is_clean"),
    [("gạo 红米", True), ("", True), ("a\x00", False), ("\ud800", False), ("a\udfffb", False), ("\ue000", True)],
)
def test_what_a_database_cannot_keep_is_told(given: str, is_clean: bool) -> None:
    assert text.is_clean(given) is is_clean


def test_marks_that_turn_the_writing_are_taken_out_and_nothing_else() -> None:
    assert text.unturned("a\u202eb\u2066c\u200d d") == "abc\u200d d"


@pytest.mark.parametrize(
    ("given", "limit", "kept"),
    [
        ("HK26", 4, "HK26"),
        ("HK26", 3, ""),
        ("HK\x0026", 10, ""),
        ("HK\u202e26", 10, ""),
        ("e\u0301", 10, ""),
        ("", 10, ""),
    ],
)
def test_a_number_is_taken_as_given_or_not_at_all(given: str, limit: int, kept: str) -> None:
    assert text.identifier(given, limit=limit) == kept


@pytest.mark.parametrize(
    ("given", "limit", "kept"),
    [
        ("e\u0301", 1, "é"),
        ("a\x07b\x00c\ud800d", 10, "abcd"),
        ("a\n\tb\r", 10, "a\n\tb"),
        ("\u202eabc", 2, "ab"),
        ("e\u0301" * 3, 3, "ééé"),
        ("\x07" * 7 + "ab", 2, "a"),
        ("x" * 9, 4, "xxxx"),
    ],
)
def test_words_are_kept_in_their_form_without_what_cannot_be_shown(given: str, limit: int, kept: str) -> None:
    assert text.clean(given, limit=limit) == kept


@pytest.mark.parametrize(
    ("given", "limit", "kept"),
    [
        ("１２\u3000箱", 10, "12 箱"),
        (" a \u2003\n b ", 10, "a b"),
        ("a\u200bb\ufe0fc\u3164d", 10, "abcd"),
        ("a\x00b", 10, "a\x00b"),
        ("\u200b" * 7 + "ab", 2, "a"),
        ("x" * 9, 4, "xxxx"),
    ],
)
def test_what_is_typed_is_read_as_it_was_meant(given: str, limit: int, kept: str) -> None:
    assert text.bare(given, limit=limit) == kept


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("08109090", True), ("0810909010", True), ("081090", False), ("081090901", False), ("0810909x", False)],
)
def test_an_export_code_has_eight_or_ten_digits(code: str, is_one: bool) -> None:
    assert (hs.HS_CODE.fullmatch(code) is not None) is is_one


TEXTS = {"zh-hans": "红米", "vi": "gạo đỏ", "en": "red rice"}


@pytest.mark.parametrize(
    ("language", "missing", "found"),
    [
        ("vi", (), "gạo đỏ"),
        ("vi", ("vi",), "red rice"),
        ("vi", ("vi", "en"), "红米"),
        ("en", ("en",), "红米"),
        ("zh-hans", ("zh-hans",), ""),
        ("xx", (), "红米"),
        ("vi", ("vi", "en", "zh-hans"), ""),
    ],
)
def test_another_language_stands_in_for_a_text_that_is_not_there(
    language: str, missing: tuple[str, ...], found: str
) -> None:
    assert languages.best({code: one for code, one in TEXTS.items() if code not in missing}, language) == found
    assert languages.best(TEXTS | dict.fromkeys(missing, ""), language) == found


def test_a_row_gives_the_translations_that_it_has() -> None:
    row = SimpleNamespace(name_zh_hans="红米", name_vi="", name_en=None, title_vi="khác")
    assert languages.texts_of(row, "name") == {"zh-hans": "红米"}
    assert languages.texts_of(row, "title") == {"vi": "khác"}


@pytest.mark.parametrize(
    ("reader", "of", "label"),
    [
        ("en", "zh-hans", "Title (Chinese)"),
        ("en", "vi", "Title (Vietnamese)"),
        ("en", "en", "Title (English)"),
        ("zh-hans", "vi", "Title（越南文）"),
    ],
)
def test_an_editor_reads_of_which_language_a_field_is(reader: str, of: str, label: str) -> None:
    with translation.override(reader):
        assert languages.label_in("Title", of) == label


def say(*reasons: str, note: str = "") -> Verdict:
    return verdicts.verdict(reasons=reasons, note=note, known=KNOWN, need_a_note={"other"})


def test_a_verdict_keeps_its_reasons_in_the_order_of_the_list() -> None:
    said = say("papers", "quality", "papers", note="  a\x07b  ")
    assert said == Verdict(("quality", "papers"), "ab")
    assert said.stored == "quality,papers"
    assert verdicts.keys_of(said.stored) == ["quality", "papers"]
    assert say("other", note="x" * 600).note == "x" * verdicts.MAX_NOTE


@pytest.mark.parametrize(
    ("reasons", "note", "problem"),
    [
        ((), "a word", "none"),
        (("rumour",), "a word", "unknown"),
        (("quality", "rumour"), "a word", "unknown"),
        (("other",), " \x07 ", "note"),
        (("quality", "other"), "", "note"),
    ],
)
def test_who_says_too_little_is_told_what_is_missing(reasons: tuple[str, ...], note: str, problem: str) -> None:
    with pytest.raises(ReasonMissing) as missing:
        say(*reasons, note=note)
    assert (missing.value.problem, str(missing.value)) == (problem, problem)


def test_stored_reasons_are_read_in_the_readers_words_and_one_that_has_gone_is_left_out() -> None:
    assert verdicts.keys_of("") == []
    assert verdicts.labels_of("quality,gone,papers", {"papers": "Papers", "quality": "Quality"}) == [
        "Quality",
        "Papers",
    ]
