"""Vietnamese: what a word typed with some of its marks, or with none, may be."""

from __future__ import annotations

import re
import unicodedata
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
