"""The glossary carries a query from one language to another, and not from one thing to another."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from search.analysis import chinese
from search.analysis import glossary as module
from search.analysis.glossary import glossary
from search.analysis.tokens import heads


def said(*words: str) -> set[str]:
    return {" ".join(term.words) for term in glossary().alternatives(words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("石榴",), {"lựu", "pomegranate"}),
        (("thơm",), {"dứa", "菠萝", "pineapple"}),
        (("khóm",), {"dứa", "菠萝"}),
        (("chè",), {"trà", "茶", "tea"}),
        (("đậu", "hũ"), {"đậu phụ", "豆腐", "tofu"}),
        (("dau", "hu"), {"đậu phụ", "豆腐"}),
        (("pomegranates",), {"石榴", "lựu"}),
        (("凤梨",), {"菠萝", "dứa"}),
        (("cold", "chain"), {"冷链", "chuỗi lạnh"}),
        (("普洱",), {"茶", "trà", "tea"}),
    ],
)
def test_a_word_leads_to_the_other_words_for_it(words: tuple[str, ...], expected: set[str]) -> None:
    assert expected <= said(*words)


def test_a_word_does_not_lead_to_itself() -> None:
    assert "石榴" not in said("石榴")


def test_marks_that_were_typed_are_meant() -> None:
    assert "菠萝" in said("dua")
    assert "菠萝" in said("dứa")
    assert said("dừa") == set()


def test_one_word_for_two_things_does_not_lead_from_the_one_to_the_other() -> None:
    assert {"荔枝", "面料"} <= said("vải")
    assert "vải" not in said("荔枝")
    assert "面料" not in said("荔枝")


def test_a_word_too_general_is_understood_but_not_looked_for() -> None:
    assert "切花" in said("hoa")
    assert "hoa" not in said("切花")


def test_what_is_not_known_leads_nowhere() -> None:
    assert said("zzz") == set()
    assert said() == set()


def _texts() -> Iterator[str]:
    raw = json.loads(module._FILE.read_text(encoding="utf-8"))
    for row in [*raw["trade"], *raw["goods"]]:
        yield from (text for lang in ("zh", "vi", "en") for text in row[lang])


def test_every_term_of_the_file_has_words() -> None:
    assert [text for text in _texts() if not module.term_of("en", text.lstrip("~")).words] == []


def test_every_row_of_goods_speaks_all_three_languages() -> None:
    raw = json.loads(module._FILE.read_text(encoding="utf-8"))
    assert [row for row in raw["goods"] if not all(row[lang] for lang in ("zh", "vi", "en"))] == []


def test_every_row_tells_its_source() -> None:
    raw = json.loads(module._FILE.read_text(encoding="utf-8"))
    rows = [row for name in ("trade", "goods", "broader", "apart") for row in raw[name]]
    assert len(rows) > 400
    assert [row for row in rows if not str(row.get("source", "")).strip()] == []


def test_a_word_that_only_holds_another_one_is_not_found_by_it() -> None:
    assert "石榴" not in chinese.tokens("蒙自番石榴")
    assert "番石榴" in chinese.tokens("蒙自番石榴")
    assert "石榴" in chinese.tokens("蒙自甜绿籽石榴")
    assert "shiliu" not in chinese.readings("番石榴")
    assert "shiliu" in chinese.readings("番石榴石榴汁")
    assert heads("zh-hans", "番石榴") == ("$榴", "$番石榴", "$fanshiliu", "$fsl")


def test_what_only_holds_another_word_is_told_apart_from_it() -> None:
    assert [row for row, hides in module.apart().items() if not all(one in row and one != row for one in hides)] == []
