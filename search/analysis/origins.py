"""A text in normal form that still knows which of its characters came from where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.analysis import chinese
from search.analysis.text import APOSTROPHES, POSSESSIVE, clean, with_tones_in_place

_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_JAMO: Final = range(0x1100, 0x1200)
_INSIDE_JAMO: Final = range(0x1160, 0x1200)  # vowels and closing consonants
_LONGEST_USUAL: Final = 4  # characters: all of Chinese, Vietnamese and English, composed or not
_APOSTROPHE: Final = re.compile("'")
# Characters that stand alone whatever is beside them: nearly all texts have no others.
_PLAIN: Final = re.compile("[\n -~\u00a0-\u02ff\u1e00-\u1eff\u2010-\u2027\u3000-\u3029\u4e00-\u9fff\uff00-\uff9d]*")


@dataclass(frozen=True, slots=True)
class Aligned:
    """``text``: as ``tokens.prepared`` makes it. ``origins``: for each character of it, which cluster it came from.

    ``clusters``: the original cut where a reader sees one character end; joined they are the original.
    """

    text: str
    origins: Sequence[int]
    clusters: Sequence[str]


def aligned(text: str) -> Aligned:
    """Return the text in normal form with the origin of each character; any characters at all are allowed."""
    if _PLAIN.fullmatch(text):
        normal = "".join(map(_usual, text))
        if len(normal) == len(text) and "'" not in normal:
            return Aligned(_simplified(with_tones_in_place(normal)), range(len(text)), text)
    clusters = list(_clusters(text))
    pairs = [(character, at) for at, cluster in enumerate(clusters) for character in _normal(cluster)]
    normal = "".join(character for character, _ in pairs)
    for pattern in (POSSESSIVE, _APOSTROPHE):
        gone = {at for match in pattern.finditer(normal) for at in range(*match.span())}
        pairs = [pair for at, pair in enumerate(pairs) if at not in gone] if gone else pairs
        normal = "".join(character for character, _ in pairs)
    return Aligned(_simplified(with_tones_in_place(normal)), [at for _, at in pairs], clusters)


def _normal(cluster: str) -> str:
    return _usual(cluster) if len(cluster) <= _LONGEST_USUAL else clean(cluster)


@lru_cache(maxsize=16_384)
def _usual(cluster: str) -> str:
    return "'" if cluster in APOSTROPHES else clean(cluster)


def _simplified(text: str) -> str:
    whole = chinese.simplify(text)
    return whole if len(whole) == len(text) else "".join((chinese.simplify(one) or one)[:1] for one in text)


def _clusters(text: str) -> Iterator[str]:
    """Cut a text into what a reader takes for single characters (the rules of UAX 29 that matter here)."""
    start, flags = 0, 0
    for at in range(1, len(text)):
        before, character = text[at - 1], text[at]
        flags = flags + 1 if ord(before) in _FLAG_LETTERS else 0
        if not _continues(before, character, flags):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _continues(before: str, character: str, flags: int) -> bool:
    if character < "\u0300":
        return character == "\n" and before == "\r"
    point = ord(character)
    if point in _FLAG_LETTERS:
        return flags % 2 == 1 and ord(before) in _FLAG_LETTERS
    if point in _INSIDE_JAMO and (ord(before) in _JAMO or "가" <= before <= "힣"):
        return True
    joined = _JOINER in {before, character} or point in _SKIN_TONES
    return joined or unicodedata.category(character) in {"Mn", "Me", "Mc"}
