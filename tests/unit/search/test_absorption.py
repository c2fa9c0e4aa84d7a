"""Conditions that add nothing to others beside them are left out, and no others."""

from __future__ import annotations

import pytest

from search.ranking.absorption import needed
from search.ranking.nodes import AllOf, AnyOf, Node, Phrase, Term

WRITTEN = Term("nx", "noodles")
FOLDED = Term("nf", "noodles")
STEM = Term("nf", "noodl")
TEA = Term("nz", "茶")


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([WRITTEN, FOLDED, STEM], [FOLDED, STEM]),
        ([WRITTEN, FOLDED], [WRITTEN, FOLDED]),  # an English name holds the stem only
        ([WRITTEN, STEM], [WRITTEN, STEM]),  # another name holds the word only
        ([Term("nx", "trà"), Term("nf", "tra")], [Term("nf", "tra")]),
        ([Term("nx", "trà"), Term("tf", "tra")], [Term("nx", "trà"), Term("tf", "tra")]),
        ([Term("tx", "trà"), Term("tf", "tra"), Term("bx", "trà")], [Term("tf", "tra"), Term("bx", "trà")]),
        ([Phrase("nx", ("gạo", "đỏ")), Phrase("nf", ("gao", "do"))], [Phrase("nf", ("gao", "do"))]),
        ([Phrase("nx", ("gạo", "đỏ")), Phrase("nf", ("do", "gao"))], None),
        ([Phrase("nx", ("gạo", "đỏ")), Term("nf", "gao"), Term("nf", "do")], None),
        ([TEA, AllOf((TEA, Term("head", "$茶")))], [TEA]),
        ([Term("nf", "tra"), AllOf((Term("nx", "trà"), TEA))], [Term("nf", "tra")]),
        ([AllOf((TEA, FOLDED)), AllOf((TEA, STEM))], None),
        ([AnyOf((TEA, STEM)), TEA], None),
        ([], []),
    ],
)
def test_what_another_condition_finds_as_well_is_left_out(nodes: list[Node], expected: list[Node] | None) -> None:
    assert needed(nodes) == (nodes if expected is None else expected)
