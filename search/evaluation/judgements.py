"""The judged queries, as written in data/judgements and data/halves.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
HALVES: Final = ("tune", "held-out")
ASKED_FOR: Final = 3  # the gain of what the query asks for
_DECOMPOSED: Final = "vi-decomposed"


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """``gains``: 1 to 3 by document id; what is not named is worth nothing."""

    q: str
    kind: str
    half: str
    gains: Mapping[str, int]

    @property
    def targets(self) -> frozenset[str]:
        """The documents that are asked for."""
        return frozenset(id_ for id_, gain in self.gains.items() if gain == ASKED_FOR)


class BadJudgements(Exception):
    """The files contradict themselves; the text says where."""


@cache
def halves() -> Mapping[str, str]:
    """Return the half of every judged document, by its id."""
    read = _read(DATA / "halves.toml")
    found = {id_: half for half in HALVES for id_ in read[half]}
    if len(found) != sum(len(read[half]) for half in HALVES):
        raise BadJudgements("a document lies in both halves")
    return found


@cache
def judged_queries() -> tuple[JudgedQuery, ...]:
    """Return all queries, by kind.

    Raises:
        BadJudgements: a query asks for nothing, for an unknown document, or for documents of both halves.
    """
    files = sorted((DATA / "judgements").glob("*.toml"))
    return tuple(_judged(file.stem, q, gains) for file in files for q, gains in _read(file).items())


def _judged(kind: str, q: str, gains: Mapping[str, int]) -> JudgedQuery:
    targets = [id_ for id_, gain in gains.items() if gain == ASKED_FOR]
    found = {halves()[id_] for id_ in targets if id_ in halves()}
    if len(found) != 1 or not gains.keys() <= halves().keys() or not set(gains.values()) <= {1, 2, 3}:
        raise BadJudgements(f"{kind}: {q}")
    asked = unicodedata.normalize("NFD", q) if kind == _DECOMPOSED else q
    return JudgedQuery(asked, kind, found.pop(), gains)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
