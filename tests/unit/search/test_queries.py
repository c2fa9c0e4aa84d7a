"""A query is plain text, cut into what it asks for."""

from __future__ import annotations

import time

import pytest

from search.analysis import parse
from search.analysis.text import MAX_PIECES


def units(q: str) -> list[str]:
    return [unit.text for unit in parse(q).units]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("蒙自石榴", ["蒙自", "石榴"]),
        ("mengzi 石榴", ["mengzi", "石榴"]),
        ("lựu mông tự", ["lựu", "mông tự"]),
        ("red rice noodles", ["red rice", "noodles"]),
        ("10 kg 石榴", ["10kg", "石榴"]),
        ("10公斤石榴", ["10kg", "石榴"]),
        ("the price of tea", ["tea"]),
        ("trà giá rẻ", ["trà"]),
        ("che gia re", ["che"]),
        ("bán sỉ cà phê", ["cà phê"]),
        ("便宜 茶", ["茶"]),
        ("批发红米", ["红米"]),
        ("wholesale", ["wholesale"]),
        ("the unit price", ["unit price"]),
        ("trà và cà phê", ["trà", "cà phê"]),
        ("石榴的价格", ["石榴"]),
        ("the", ["the"]),
        ("", []),
        ("   ", []),
        ("\x00", []),
        ("!!! ??? ***", []),
        ("😀", []),
    ],
)
def test_a_query_is_cut_into_what_it_asks_for(q: str, expected: list[str]) -> None:
    assert units(q) == expected


def test_two_ways_to_type_the_same_are_one_query() -> None:
    assert parse("  ＴＯＦＵ\t ") == parse("tofu")
    assert parse("紅米") == parse("红米")


def test_a_word_typed_with_marks_is_told_apart_from_one_without() -> None:
    (marked,), (plain,) = (parse(q).units[0].words for q in ("dứa", "dua"))
    assert marked.is_marked
    assert not plain.is_marked
    assert marked.forms == ("dua",)


def test_an_english_word_is_also_looked_for_by_its_stem() -> None:
    assert parse("pomegranates").units[0].words[0].forms == ("pomegranates", "pomegran")


def test_syllables_typed_apart_are_seen_as_pinyin() -> None:
    assert parse("meng zi shi liu").syllables == ("meng", "zi", "shi", "liu")
    assert parse("meng zi tofu").syllables == ()
    assert parse("shi").syllables == ()


def test_a_tariff_code_is_seen_with_and_without_dots() -> None:
    assert parse("0810.90").units[0].words[0].hs == parse("081090").units[0].words[0].hs == ("081090", "0810")


def test_a_misspelt_chinese_word_stays_in_one_piece() -> None:
    assert units("紫桃") == ["紫桃"]


@pytest.mark.parametrize(
    "q",
    [
        'a AND (b OR "c',
        "name:tofu^2 ~ * ? [a TO z] {x}",
        "/(a+)+$/",
        "\ud800\udc00\udfff",
        "\u202etofu\u202c",
        "' OR 1=1 --",
        "${jndi:ldap://x}",
        "%00%ff",
        "\\\\\\",
        "石" * 199 + "a",
        "ᄀ" * 200,
        "a\u0301" * 100,
        "０" * 200,
        "1," * 100,
        "-" * 200,
    ],
)
def test_nothing_is_an_operator_and_nothing_raises(q: str) -> None:
    query = parse(q)
    assert len(query.units) <= MAX_PIECES
    assert all(word.text for unit in query.units for word in unit.words)


@pytest.mark.parametrize("part", ["a*", "石榴", ' "', "\x00", "\ud83d", "1,", "dứa ", "aaaaaaaaaaaaaaaaaaaaaaaa!"])
def test_a_million_characters_are_read_in_no_time(part: str) -> None:
    parse("石榴 lựu")
    started = time.process_time()
    parse(part * (1_000_000 // len(part)))
    assert time.process_time() - started < 0.3


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("hs 80", ("80",)),
        ("mã hs 0902.10", ("090210", "0902", "09")),
        ("0804 30 00", ("08043000", "080430", "0804")),
        ("80", ()),
        ("0804 30 kg", ("0804",)),
    ],
)
def test_a_tariff_code_may_be_told_and_be_typed_in_parts(q: str, codes: tuple[str, ...]) -> None:
    assert parse(q).units[0].words[0].hs == codes


def test_pinyin_with_its_marks_is_pinyin() -> None:
    assert parse("lǜ chá").syllables == ()  # á is Vietnamese as well
    assert parse("lü cha").syllables == ("lu", "cha")
    assert parse("lǜ cha").units[0].words[0].pinyin == "lu"


def test_a_classifier_before_a_known_thing_is_left_out() -> None:
    assert units("quả macadamia") == ["macadamia"]
    assert units("thảo quả") == ["thảo quả"]
    assert units("củ kiẹu") == ["củ", "kiẹu"]
