"""Ways to meet a condition that need no look, for whatever they find another way finds as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from search.analysis.english import stem
from search.analysis.text import fold
from search.ranking.nodes import AllOf, Node, Phrase, Term

# By field of words as written: the field that holds each of them without marks or as a stem, by the text's language.
_LOOSE: Final = {"nx": "nf", "tx": "tf", "bx": "bf"}


def needed(nodes: Sequence[Node]) -> list[Node]:
    """Return which of several conditions it takes to find what one or another of them finds."""
    every = frozenset(nodes)
    return [node for node in nodes if not _is_absorbed(node, every)]


def _is_absorbed(node: Node, every: frozenset[Node]) -> bool:
    if isinstance(node, AllOf):
        return any(one in every or _is_loosely_held(one, every) for one in node.nodes)
    return _is_loosely_held(node, every)


def _is_loosely_held(node: Node, every: frozenset[Node]) -> bool:
    """Tell whether the loose forms of words are among the conditions, the stems and the words without marks."""
    if not isinstance(node, Term | Phrase) or node.field not in _LOOSE:
        return False
    field = _LOOSE[node.field]
    if isinstance(node, Term):
        return all(Term(field, form(node.value)) in every for form in (fold, stem))
    return all(Phrase(field, tuple(form(one) for one in node.values)) in every for form in (fold, stem))
