"""Words that mean the same: the trade's terms, regional words, and what stands in for a thing not sold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """What says the same, by the words as typed, by the words without marks, and by their English stems.

    ``unsold``: the words for things that nobody here is known to sell, with marks and without. ``trade``: the trade's
    own terms, of which texts tell.
    """

    exact: Mapping[tuple[str, ...], tuple[Term, ...]]
    folded: Mapping[tuple[str, ...], tuple[Term, ...]]
    stems: Mapping[tuple[str, ...], tuple[Term, ...]]
    unsold: frozenset[tuple[str, ...]] = frozenset()
    trade: frozenset[tuple[str, ...]] = frozenset()

    def alternatives(self, words: tuple[str, ...]) -> tuple[Term, ...]:
        """Return what may be looked for instead of these neighbouring words of a query (in normal form).

        Words typed without any mark also stand for those with marks: ``dua`` for dứa, not ``dừa`` for dứa.
        """
        found = dict.fromkeys(self.exact.get(words, ()))
        if all(word.isascii() for word in words):
            found |= dict.fromkeys(self.folded.get(words, ()))
            found |= dict.fromkeys(self.stems.get(tuple(stem(word) for word in words), ()))
        return tuple(term for term in found if term.words != words)

    def is_unsold(self, words: tuple[str, ...]) -> bool:
        """Tell whether neighbouring words of a query (in normal form) mean what nobody here is known to sell."""
        return words in self.unsold


def term_of(lang: str, text: str) -> Term:
    """Return a text as one way to say it, in normal form."""
    return Term(lang, tuple(piece.text for piece in pieces(clean(text))))


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return raw


def chinese_words() -> frozenset[str]:
    """Return the Chinese terms, so that they are words to whoever cuts Chinese."""
    rows = [*_raw()["trade"], *_raw()["goods"], *_raw()["qualifiers"]]
    texts = (text.lstrip(_KEY_ONLY) for row in rows for text in row["zh"])
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
    unsold = [
        term_of(_language(text), text).words
        for row in _raw()["broader"]
        if not row.get("narrower")
        for text in row["of"]
    ]
    sold = {key.words for keys, _ in rows[: -len(_raw()["broader"])] for key in keys}
    uses = Counter(term.words for keys, _ in rows for term in {(key.words): key for key in keys}.values())
    found = built([(keys, [one for one in targets if uses[one.words] <= 1]) for keys, targets in rows])
    # One syllable without its marks may be any word: nhan is no longan.
    loose = {tuple(fold(word) for word in words) for words in unsold if len(words) > 1} - {
        tuple(fold(word) for word in words) for words in sold
    }
    trade = {key.words for keys, _ in rows[: len(_raw()["trade"])] for key in keys}
    return replace(found, unsold=frozenset({*unsold, *loose} - sold), trade=frozenset(trade))


@cache
def _qualifiers() -> frozenset[tuple[str, ...]]:
    texts = [(lang, text) for row in _raw()["qualifiers"] for lang in ("zh", "vi", "en") for text in row[lang]]
    found = {term_of(lang, text).words for lang, text in texts}
    several = {tuple(fold(word) for word in words) for words in found if len(words) > 1}
    return frozenset(found | several)


def qualifier(words: tuple[str, ...]) -> int:
    """Return how many words at the beginning say nothing of what a thing is: 2 of ``giá rẻ``, 0 of ``gạo``.

    Args:
        words: of a query, in normal form; a Vietnamese qualifier of several words may be typed without marks.
    """
    sizes = range(min(len(words), LONGEST_TERM), 0, -1)
    return next((size for size in sizes if words[:size] in _qualifiers()), 0)


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
