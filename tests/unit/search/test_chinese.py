"""Chinese: characters, words and readings."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from search import analysis
from search.analysis import chinese
from search.analysis.tokens import han_tokens, heads, prepared


@pytest.mark.parametrize(
    ("written", "expected"), [("紅米", "红米"), ("建水紫陶", "建水紫陶"), ("蘋果 ABC", "苹果 abc")]
)
def test_traditional_characters_become_simplified_ones(written: str, expected: str) -> None:
    assert prepared(written) == expected


def test_words_and_the_words_inside_them_are_tokens_and_so_is_every_pair() -> None:
    tokens = han_tokens("石屏豆腐皮", singles=False)
    assert {"石屏", "豆腐", "豆腐皮", "屏豆", "腐皮"} <= set(tokens)
    assert "石" not in tokens
    assert "石" in han_tokens("石屏", singles=True)


def test_the_collector_of_garbage_does_not_look_through_the_dictionaries() -> None:
    gc.unfreeze()
    analysis.warm()
    assert gc.get_freeze_count() > 100_000
    gc.unfreeze()


def test_terms_of_the_glossary_are_words() -> None:
    assert chinese.words("藠头腌渍")[0] == "藠头"
    assert "草芽" in chinese.words("建水草芽")


@pytest.mark.parametrize(
    ("run", "reading"),
    [
        ("石榴", "shiliu"),
        ("绿茶", "lucha"),
        ("个旧", "gejiu"),
        ("蒙自", "mengzi"),
        ("弥勒", "mile"),
        ("藠头", "jiaotou"),
    ],
)
def test_a_run_is_read_as_one_word(run: str, reading: str) -> None:
    assert chinese.joined(run) == reading


def test_parts_of_a_name_are_found_by_their_reading() -> None:
    readings = chinese.readings("蒙自甜绿籽石榴")
    assert {"mengzi", "shiliu", "tianluzi", "mengzitianluzishiliu"} <= set(readings)


def test_parts_of_a_name_are_found_by_the_initials_of_its_words() -> None:
    assert {"mz", "sl", "mzsl"} <= set(chinese.initials("蒙自石榴"))
    assert all(len(one) > 1 for one in chinese.initials("蒙自石榴"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mengzishiliu", ("meng", "zi", "shi", "liu")),
        ("lvcha", ("lu", "cha")),
        ("xian", ("xian",)),
        ("zitao", ("zi", "tao")),
        ("pomegranate", ()),
        ("x", ()),
        ("", ()),
    ],
)
def test_pinyin_in_one_go_is_cut_into_syllables(typed: str, expected: tuple[str, ...]) -> None:
    assert chinese.split(typed) == expected


def test_cutting_syllables_takes_no_time_for_what_is_no_pinyin() -> None:
    assert chinese.split("an" * 32 + "x") == ()


@pytest.mark.parametrize(
    ("lang", "name", "expected"),
    [
        ("zh-hans", "石屏豆腐", {"$豆腐", "$doufu", "$腐"}),
        ("zh-hans", "石屏豆腐皮", {"$豆腐皮", "$腐皮"}),
        ("zh-hans", "蒙自石榴原汁（NFC）", {"$原汁", "$yuanzhi"}),
        ("zh-hans", "锡工艺摆件·梯田", {"$摆件"}),
        ("vi", "trà xanh mã ngọc", {"^trà", "^tra"}),
        ("vi", "(mới) lựu ngọt", {"^lựu", "^luu"}),
        ("en", "mengzi sweet pomegranate (tianlüzi variety)", {"$pomegranate", "$pomegran"}),
        ("en", "notoginseng root, dried", {"$root"}),
        ("en", "", set()),
        ("zh-hans", "", set()),
    ],
)
def test_the_main_word_of_a_name_is_marked(lang: str, name: str, expected: set[str]) -> None:
    assert expected <= set(heads(lang, name))


def test_a_skin_of_tofu_is_not_marked_as_tofu() -> None:
    assert "$豆腐" not in heads("zh-hans", "石屏豆腐皮")


def test_the_dictionaries_are_not_loaded_before_chinese_is_met() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test';"
        "from search import querying; from search.analysis import parse; parse('purple pottery');"
        "print([name for name in ('jieba', 'pypinyin', 'opencc') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("word", "inside"),
    [
        ("云雾茶", ("云雾", "茶")),
        ("臭豆腐", ("臭", "豆腐")),
        ("糯米", ("米",)),
        ("番石榴", ()),  # guava is no pomegranate
        ("茶", ()),
    ],
)
def test_a_word_is_taken_apart_into_what_says_what_it_is(word: str, inside: tuple[str, ...]) -> None:
    assert chinese.inner_words(word) == inside
    assert [unit.text for unit in analysis.taken_apart(analysis.parse(word)).units] == list(inside)


def test_a_word_of_letters_is_not_taken_apart() -> None:
    assert analysis.taken_apart(analysis.parse("pomegranate")).units == ()
