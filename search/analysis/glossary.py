"""Words that mean the same: the trade's terms, regional words, and what stands in for a thing not sold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from search.analysis.english import stem
from search.analysis.text import Kind, clean, fold, pieces

_FILE: Final = Path(__file__).parents[1] / "data" / "glossary.json"
_KEY_ONLY: Final = "~"  # understood when typed, too general to be looked for instead of another word
LONGEST_TERM: Final = 5  # words


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say it. ``lang``: zh, vi or en; ``words``: its words in normal form, for zh its Chinese runs."""

    lang: str
    words: tuple[str, ...]


Row = tuple[Sequence[Term], Sequence[Term]]  # what is understood, what is looked for


@dataclass(frozen=True, slots=True)
class Glossary:
    """What says the same, by the words as typed, by the words without marks, and by their English stems."""

    exact: Mapping[tuple[str, ...], tuple[Term, ...]]
    folded: Mapping[tuple[str, ...], tuple[Term, ...]]
    stems: Mapping[tuple[str, ...], tuple[Term, ...]]

    def alternatives(self, words: tuple[str, ...]) -> tuple[Term, ...]:
        """Return what may be looked for instead of these neighbouring words of a query (in normal form).

        Words typed without any mark also stand for those with marks: ``dua`` for dứa, not ``dừa`` for dứa.
        """
        found = dict.fromkeys(self.exact.get(words, ()))
        if all(word.isascii() for word in words):
            found |= dict.fromkeys(self.folded.get(words, ()))
            found |= dict.fromkeys(self.stems.get(tuple(stem(word) for word in words), ()))
        return tuple(term for term in found if term.words != words)


def term_of(lang: str, text: str) -> Term:
    """Return a text as one way to say it, in normal form."""
    return Term(lang, tuple(piece.text for piece in pieces(clean(text))))


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return raw


def chinese_words() -> frozenset[str]:
    """Return the Chinese terms, so that they are words to whoever cuts Chinese."""
    texts = (text.lstrip(_KEY_ONLY) for row in [*_raw()["trade"], *_raw()["goods"]] for text in row["zh"])
    return frozenset([*apart(), *(text for text in texts if all(one.kind is Kind.HAN for one in pieces(text)))])


def apart() -> Mapping[str, frozenset[str]]:
    """Return Chinese words that hold another word without being anything of it: ``番石榴``, guava, no ``石榴``."""
    return {row["word"]: frozenset(row["hides"]) for row in _raw()["apart"]}


def _rows() -> Iterator[Row]:
    """Yield the rows of the file."""
    for row in [*_raw()["trade"], *_raw()["goods"]]:
        texts = [(lang, text) for lang in ("zh", "vi", "en") for text in row[lang]]
        keys = [term_of(lang, text.lstrip(_KEY_ONLY)) for lang, text in texts]
        yield keys, [key for key, (_, text) in zip(keys, texts, strict=True) if not text.startswith(_KEY_ONLY)]
    for row in _raw()["broader"]:
        yield [term_of("vi", text) for text in row["of"]], [term_of(_language(text), text) for text in row["to"]]


def _language(text: str) -> str:
    if any(piece.kind is Kind.HAN for piece in pieces(text)):
        return "zh"
    return "en" if text.isascii() else "vi"


@cache
def glossary() -> Glossary:
    """Return the glossary, read once."""
    rows = list(_rows())
    # What stands in two rows (vải: lychee, cloth) would lead from the one to the other.
    uses = Counter(term.words for keys, _ in rows for term in {(key.words): key for key in keys}.values())
    return built([(keys, [one for one in targets if uses[one.words] <= 1]) for keys, targets in rows])


def built(rows: Sequence[Row]) -> Glossary:
    """Return a glossary of these rows."""
    pairs = [(key, targets) for keys, targets in rows for key in keys]
    return Glossary(
        exact=_grouped((key.words, targets) for key, targets in pairs),
        folded=_grouped((tuple(fold(word) for word in key.words), targets) for key, targets in pairs),
        stems=_grouped(
            (tuple(stem(word) for word in key.words), targets) for key, targets in pairs if key.lang == "en"
        ),
    )


def _grouped(pairs: Iterable[tuple[tuple[str, ...], Sequence[Term]]]) -> dict[tuple[str, ...], tuple[Term, ...]]:
    grouped: dict[tuple[str, ...], dict[Term, None]] = {}
    for words, targets in pairs:
        if 0 < len(words) <= LONGEST_TERM:
            grouped.setdefault(words, {}).update(dict.fromkeys(targets))
    return {words: tuple(terms) for words, terms in grouped.items()}
