"""Vietnamese: what a word typed with some of its marks, or with none, may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from search.analysis.text import fold

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


# How a syllable is written, without marks. Source: the onsets, vowels and codas of quốc ngữ.
_SYLLABLE: Final = re.compile(
    "(?:ngh?|[ckgnpt]h|tr|gi|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?", re.ASCII
)


def is_syllable(word: str) -> bool:
    """Tell whether a word may be one syllable, with its marks or without: such a word is not two written as one."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


@lru_cache(maxsize=16_384)
def _parts(word: str) -> tuple[str, str]:
    """Return the letters without their tones, and the tones: ``thuỷ`` and ``thủy`` are the same word."""
    apart = unicodedata.normalize("NFD", word)
    letters = "".join(one for one in apart if one not in _TONES)
    return unicodedata.normalize("NFC", letters), "".join(one for one in apart if one in _TONES)


def fits(typed: str, word: str) -> bool:
    """Tell whether a word may be meant by what was typed: marks may be left off, but those typed are meant.

    ``lua`` and ``lụa`` fit ``lụa``, ``lưu`` fits ``lựu``; ``dứa`` does not fit ``dừa``, nor ``đa`` fit ``da``.
    """
    if typed == word:
        return True
    if fold(typed) != fold(word):
        return False
    (letters, tones), (their_letters, their_tones) = _parts(typed), _parts(word)
    if tones not in {"", their_tones} or len(letters) != len(their_letters):
        return False
    return all(one in {other, fold(other)} for one, other in zip(letters, their_letters, strict=True))


_LETTERS: Final = {"a": "ăâ", "e": "ê", "o": "ôơ", "u": "ư", "d": "đ"}
_VOWELS: Final = frozenset("aăâeêioôơuưy")
_MOST_VARIANTS: Final = 48


@lru_cache(maxsize=4_096)
def variants(word: str) -> tuple[str, ...]:
    """Return the words that a marked word may be a slip for: the same letters with another tone or with none, and the
    same tone on letters whose own marks were left off. ``lưu`` may be ``lựu``, ``lụu`` too; ``nấm`` is never ``nam``.
    """
    letters, tones = _parts(word)
    if not is_syllable(word) or len(tones) > 1:
        return ()
    found = dict.fromkeys(one for tone in ("", *sorted(_TONES)) for one in _with_tone(letters, tone))
    for marked in _with_letters(letters):
        found |= dict.fromkeys(_with_tone(marked, tones))
    found.pop(word, None)
    return tuple(found)[:_MOST_VARIANTS]


def _with_tone(letters: str, tone: str) -> Iterator[str]:
    if not tone:
        yield letters
        return
    for at, letter in enumerate(letters):
        if letter in _VOWELS:
            yield unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])


def _with_letters(letters: str) -> Iterator[str]:
    """Yield the letters with one more mark each, and ``ươ`` for ``uo``."""
    for at, letter in enumerate(letters):
        yield from (letters[:at] + other + letters[at + 1 :] for other in _LETTERS.get(letter, ""))
    if "uo" in letters:
        yield letters.replace("uo", "ươ")
