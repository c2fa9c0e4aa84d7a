"""Texts with marks, and passages around them."""

from __future__ import annotations

import pytest

from marketplace.storefront.marks import Marker, has_mark, passage
from search.highlighting import Segment


def segments(text: str) -> list[Segment]:
    """Cut a text at square brackets: what stands in them is meant."""
    parts = text.replace("]", "[").split("[")
    return [Segment(part, is_match=bool(at % 2)) for at, part in enumerate(parts) if part]


def plain(found: list[Segment]) -> str:
    return "".join(f"[{one.text}]" if one.is_match else one.text for one in found)


def test_a_short_text_is_its_own_passage() -> None:
    assert plain(passage(segments("Red [rice] from Yuanyang."))) == "Red [rice] from Yuanyang."


def test_a_text_without_marks_has_no_passage() -> None:
    assert passage(segments("Red rice")) == []
    assert passage([]) == []


def test_a_passage_begins_and_ends_between_words() -> None:
    words = "word " * 60
    found = plain(passage(segments(f"{words}[mark] {words}")))
    assert found.startswith("…word ")
    assert found.endswith("word…")
    assert "[mark]" in found
    assert len(found) < 170


def test_a_chinese_passage_is_cut_between_characters() -> None:
    found = plain(passage(segments("元阳梯田的红米" * 30 + "[陶罐]" + "古法发酵" * 60)))
    assert found.startswith("…")
    assert found.endswith("…")
    assert "[陶罐]" in found
    assert len(found) < 170


@pytest.mark.parametrize("text", ["á" * 400, "e\u0301" * 300, "👨‍👩‍👧" * 90])
def test_a_letter_keeps_its_accents(text: str) -> None:
    found = passage(segments(f"{text}[mark]{text}"))
    joined = "".join(one.text for one in found).strip("…")
    head, _, tail = joined.partition("mark")
    assert text.endswith(head)
    assert not head.startswith("\u0301")
    assert text.startswith(tail.rstrip("…"))


def test_a_long_mark_is_never_cut() -> None:
    found = plain(passage(segments("[" + "long " * 80 + "]and more")))
    assert found.startswith("[long ")
    assert "]" in found


def test_an_empty_text_has_nothing_to_mark() -> None:
    assert Marker(q="rice", language="en").spot("") == ()


def test_what_was_looked_for_instead_is_marked_too() -> None:
    assert has_mark(Marker(q="pomegranite", language="en", also=("pomegranate",)).spot("Pomegranate juice"))
