"""Conditions on a document's tokens, which each engine turns into its own query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Term(NamedTuple):
    """The field holds the token."""

    field: str
    value: str


class Phrase(NamedTuple):
    """The field holds the tokens one behind another."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    count: int
    nodes: tuple[Node, ...]


Node = Term | Phrase | AllOf | AnyOf | AtLeast


def any_of(nodes: Iterable[Node | None]) -> Node | None:
    """Return the condition that one of these holds; None, what cannot hold, drops out."""
    possible = tuple(dict.fromkeys(node for node in nodes if node is not None))
    if not possible:
        return None
    return possible[0] if len(possible) == 1 else AnyOf(possible)


def all_of(nodes: Iterable[Node | None]) -> Node | None:
    """Return the condition that all of these hold; None, what cannot hold, spoils it."""
    needed = tuple(dict.fromkeys(nodes))
    if not needed or None in needed:
        return None
    certain = tuple(node for node in needed if node is not None)
    return certain[0] if len(certain) == 1 else AllOf(certain)
