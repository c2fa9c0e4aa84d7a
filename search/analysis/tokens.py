"""Texts as the tokens under which they are found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from search.analysis import chinese
from search.analysis.english import stem
from search.analysis.numbers import UNITS, leading_unit, number
from search.analysis.text import Kind, Piece, clean, fold, pieces

GAP: Final = "¦"  # between two names, so that no phrase reaches from one into the other
_PARENTHESES: Final = re.compile(r"\s*[（(\[【][^（）()\[\]【】]*[)）\]】]\s*")
_ENGLISH_TAIL: Final = re.compile(r",| for | with | from | of | in ")
_HAN_TAIL: Final = re.compile(r"[·・:：,，/]")
_LONGEST_HEAD: Final = 4  # characters of a Chinese name's end


@lru_cache(maxsize=1_024)
def prepared(text: str) -> str:
    """Return the text in normal form and in simplified characters."""
    return chinese.simplify(clean(text))


def main_part(text: str) -> str:
    """Return a name without what stands in brackets."""
    return _PARENTHESES.sub(" ", text).strip()


@lru_cache(maxsize=4_096)
def latin(text: str) -> tuple[str, ...]:
    """Return words and numbers of a prepared text in order, a GAP where Chinese stands between."""
    return tuple(_latin(pieces(text)))


def _latin(found: Sequence[Piece]) -> Iterator[str]:
    for at, piece in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if piece.kind is Kind.HAN:
            yield GAP
        elif piece.kind is Kind.NUMBER:
            yield from _measured(number(piece.text), following)
        else:
            yield piece.text


def _measured(digits: str, following: Piece | None) -> list[str]:
    unit = unit_of(following)
    return [digits, digits + unit] if unit else [digits]


def unit_of(piece: Piece | None) -> str:
    """Return the unit that a piece behind a number is or starts with."""
    if piece is None or piece.kind is Kind.NUMBER:
        return ""
    return leading_unit(piece.text)[0] if piece.kind is Kind.HAN else UNITS.get(piece.text, "")


def han_runs(text: str) -> list[str]:
    """Return the Chinese runs of a prepared text."""
    return [piece.text for piece in pieces(text) if piece.kind is Kind.HAN]


def folded(lang: str, words: Iterable[str]) -> list[str]:
    """Return the loose form of each word: the stem in English, elsewhere the word without marks."""
    return [stem(word) if lang == "en" else fold(word) for word in words]


def han_tokens(text: str, *, singles: bool) -> list[str]:
    """Return words, words in words and bigrams of the Chinese in a text, single characters too if asked for."""
    tokens: dict[str, None] = {}
    for run in han_runs(text):
        tokens |= dict.fromkeys(chinese.tokens(run))
        tokens |= dict.fromkeys(_singles(run) if singles else ())
    return list(tokens)


def _singles(run: str) -> list[str]:
    return [character for part, hidden in chinese.parts(run) for character in part if character not in hidden]


@lru_cache(maxsize=16_384)
def heads(lang: str, text: str) -> tuple[str, ...]:
    """Return marks of the word that says what a named thing is: the first in Vietnamese, else the last.

    ``石屏豆腐`` is a tofu, ``石屏豆腐皮`` is not; ``Trà xanh`` is a tea, ``Ấm trà`` is not.
    """
    main = main_part(text)
    if lang == "zh-hans":
        return tuple(_han_heads(_HAN_TAIL.split(main)[0]))
    if lang == "en":
        last = latin(_ENGLISH_TAIL.split(main)[0])[-1:]
        return tuple(dict.fromkeys(f"${form}" for word in last for form in (word, stem(word))))
    return tuple(dict.fromkeys(f"^{form}" for word in latin(main)[:1] for form in (word, fold(word))))


def _han_heads(text: str) -> Iterator[str]:
    for run in han_runs(text)[-1:]:
        read = chinese.syllables(run)
        _, hidden = list(chinese.parts(run))[-1]
        for size in range(1, min(len(run), _LONGEST_HEAD) + 1):
            if run[-size:] in hidden:
                continue
            yield f"${run[-size:]}"
            if size > 1:
                yield f"${''.join(read[-size:])}"
                yield f"${chinese.whole_initials(run[-size:])}"
