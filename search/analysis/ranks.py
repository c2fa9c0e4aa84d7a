"""Places written with their administrative rank: ``蒙自市``, ``thành phố Mông Tự``, ``Mengzi City``, ``mengzi shi``.

Sources: the ranks of 《中华人民共和国行政区划》 and of Vietnam's law on the organisation of local government.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from search.analysis.text import fold

IsPlace = Callable[[str], bool]  # of a text in normal form, words parted by single spaces

_HAN_RANK: Final = re.compile(r"(?:(?:[\u4e00-\u9fff]{1,3}族){1,3}自治县|[市县])")
_HAN_NAMES: Final = (4, 3, 2)  # characters, the longest first
_LATIN_NAMES: Final = (3, 2, 1)  # words
_BEFORE: Final = (
    ("thành", "phố"),
    ("thị", "xã"),
    ("huyện", "tự", "trị"),
    ("huyện",),
    ("tp",),
    ("tx",),
    ("city", "of"),
    ("county", "of"),
)
_BEHIND: Final = (("autonomous", "county"), ("county",), ("city",), ("shi",), ("xian",))
_JOINED: Final = ("shi", "xian")
_SHORTEST: Final = 4  # letters of a name before a rank that is written together with it


def without_ranks(text: str, is_place: IsPlace) -> str:
    """Return a query without the ranks of the places in it, unchanged where no place stands beside a rank.

    Args:
        text: in normal form.
        is_place: tells whether something is called so.
    """
    tokens = [(re.sub(r"^[.,]+|[.,]+$", "", one) or one) for one in text.split()]
    shorter = _latin([_han(one, is_place) for one in tokens], is_place)
    return " ".join(shorter) if shorter != tokens else text


def _han(token: str, is_place: IsPlace) -> str:
    kept, at = "", 0
    while at < len(token):
        name, end = _named(token, at, is_place)
        kept += name
        at = end
    return kept


def _named(token: str, at: int, is_place: IsPlace) -> tuple[str, int]:
    for size in _HAN_NAMES:
        rank = _HAN_RANK.match(token, at + size)
        if rank and is_place(token[at : at + size]):
            return token[at : at + size], rank.end()
    return token[at], at + 1


def _latin(tokens: Sequence[str], is_place: IsPlace) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(tokens):
        size = _rank(tokens[at:], _BEFORE)
        if size and any(is_place(" ".join(tokens[at + size :][:words])) for words in _LATIN_NAMES):
            at += size
            continue
        behind = _rank(tokens[at:], _BEHIND)
        if behind and any(is_place(" ".join(kept[-words:])) for words in _LATIN_NAMES if len(kept) >= words):
            at += behind
            continue
        kept.append(_apart(tokens[at], is_place))
        at += 1
    return kept


def _rank(tokens: Sequence[str], ranks: Sequence[tuple[str, ...]]) -> int:
    """Return how many words of a rank stand first, typed with their marks or without any."""
    for rank in ranks:
        typed = tuple(tokens[: len(rank)])
        if typed == rank or (typed == tuple(map(fold, rank)) and all(one.isascii() for one in typed)):
            return len(rank)
    return 0


def _apart(token: str, is_place: IsPlace) -> str:
    for rank in _JOINED:
        name = token.removesuffix(rank)
        if name != token and token.isascii() and len(name) >= _SHORTEST and is_place(name):
            return name
    return token
