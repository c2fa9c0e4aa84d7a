"""Plain text out of anything: one normal form, and the pieces that words, numbers and Chinese runs are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

MAX_QUERY: Final = 200  # characters: far more than anybody types, few enough to analyse at once
MAX_PIECES: Final = 24  # of a query
MAX_TOKEN: Final = 64  # characters
_HAN: Final = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE: Final = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    r"|(?P<number>\d{1,18}(?:[.,]\d{1,9}){0,4})"
    rf"|(?P<word>(?:(?![{_HAN}])[^\W\d_])+)"
)
APOSTROPHES: Final = frozenset("'‘’ʼ′`＇")
_PLAIN_APOSTROPHES: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
POSSESSIVE: Final = re.compile(r"(?<=\w)'s\b")
_OPEN_SYLLABLE: Final = re.compile(r"(o)([àáảãạèéẻẽẹ])\b|(?<!q)(u)([ỳýỷỹỵ])\b|(?<=q)([ùúủũụ])([yieêaâăơ])")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_DROPPED: Final = frozenset({"Cs", "Cf", "Co", "Cn"})


class Kind(Enum):
    """What a piece of text is made of."""

    WORD = auto()  # letters of any alphabet
    HAN = auto()  # an unbroken run of Chinese characters
    NUMBER = auto()


_KINDS: Final = {"word": Kind.WORD, "han": Kind.HAN, "number": Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one kind, in normal form."""

    kind: Kind
    text: str


def clean(text: str, limit: int | None = None) -> str:
    """Return ``text`` composed (NFKC: full width becomes plain), in lower case, without controls and invisible marks.

    Args:
        text: anything, lone surrogates and NUL included.
        limit: at most so many characters of it are looked at and returned.
    """
    if limit is not None:
        text = text[:limit]
    shown = text if text.isprintable() else "".join(_visible(character) for character in text)
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", shown).lower())
    composed = POSSESSIVE.sub("", with_tones_in_place(composed.translate(_PLAIN_APOSTROPHES))).replace("'", "")
    return composed[:limit] if limit is not None else composed


def with_tones_in_place(text: str) -> str:
    """Return Vietnamese with each tone where the older spelling has it: ``thủy`` for ``thuỷ``, ``hòa`` for ``hoà``.

    The text is composed and in lower case; what is returned has as many characters.
    """
    return text if text.isascii() else _OPEN_SYLLABLE.sub(_tone_moved, text)


def _tone_moved(match: re.Match[str]) -> str:
    vowels = unicodedata.normalize("NFD", match.group())
    tone = next(one for one in vowels if one in _TONES)
    first, second = vowels.replace(tone, "", 1)[0], unicodedata.normalize("NFC", vowels.replace(tone, "", 1)[1:])
    moved = first + second + tone if match.group(5) else first + tone + second
    return unicodedata.normalize("NFC", moved)


def _visible(character: str) -> str:
    if character < "\x7f":
        return max(character, " ")
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in _DROPPED else character


@lru_cache(maxsize=1_024)
def pieces(text: str) -> tuple[Piece, ...]:
    """Cut cleaned text into words, numbers and Chinese runs; everything else only parts them."""
    return tuple(_piece(match.lastgroup or "word", match.group()) for match in _PIECE.finditer(text))


def spans(text: str) -> Iterator[tuple[Piece, int, int]]:
    """Yield the pieces of a cleaned text, each with where it starts and ends."""
    for match in _PIECE.finditer(text):
        yield _piece(match.lastgroup or "word", match.group()), *match.span()


@lru_cache(maxsize=16_384)
def _piece(group: str, text: str) -> Piece:
    return Piece(_KINDS[group], text if group == "han" else text[:MAX_TOKEN])


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return the word without its marks: ``đậu`` is ``dau``, ``Tianlüzi`` (in lower case) is ``tianluzi``."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))
