"""What words the index holds, and which of them a misspelt word may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, Protocol

from search.analysis.text import fold

WORD_FIELDS: Final = ("nx", "tx", "nw", "tw")  # whose words a misspelt one may mean
_HEARD_ALIKE: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_ONE_EDIT_FROM: Final = 4  # letters
_TWO_EDITS_FROM: Final = 8
_MOST_CORRECTIONS: Final = 8
_PAIR: Final = 2
_LETTERS: Final = 29  # more than an alphabet without marks has
_MOST_KEPT: Final = 8_192  # words whose corrections are remembered: one question asks for the same ones several times


class Vocabulary(Protocol):
    """What a ranking asks of an index."""

    def known(self, field: str, token: str) -> bool:
        """Tell whether some document has the token in the field."""
        ...

    def prefixed(self, field: str, prefix: str) -> Sequence[str]:
        """Return tokens of the field that start so, the most frequent ones, of which there may be more."""
        ...

    def similar(self, word: str) -> Sequence[str]:
        """Return the words without marks (Vietnamese, English, pinyin) of names and tags that a typed one may mean."""
        ...

    def shown(self, form: str) -> str:
        """Return a word without marks as it is mostly written, with its marks."""
        ...

    def spelled(self, field: str, run: str) -> Sequence[str]:
        """Return Chinese words of the field, as long as ``run`` and sharing a character, that are read like it."""
        ...


def edits_allowed(word: str) -> int:
    """Return how many letters may be wrong in a word of this length."""
    if len(word) < _ONE_EDIT_FROM:
        return 0
    return 1 if len(word) < _TWO_EDITS_FROM else 2


class Spelling:
    """Words to correct to. Their letters as bits sort out nearly all before a distance is computed."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """``words``: number of documents by word, words with or without marks."""
        self._by_length: dict[int, list[tuple[int, str]]] = {}
        self._uses: dict[str, int] = {}
        self._written: dict[str, str] = {}
        self._similar: dict[str, Sequence[str]] = {}
        for word, uses in sorted(words.items(), key=itemgetter(1), reverse=True):
            self._add(word, fold(word), uses)

    def _add(self, word: str, form: str, uses: int) -> None:
        if form not in self._uses and len(form) >= _ONE_EDIT_FROM - 1:
            self._by_length.setdefault(len(form), []).append((_letters(form), form))
            self._written[form] = word
        self._uses[form] = self._uses.get(form, 0) + uses

    def written(self, form: str) -> str:
        """Return a word without marks as it is mostly written."""
        return self._written.get(form, form)

    def similar(self, word: str) -> Sequence[str]:
        """Return the words within the edits allowed, the least unlike and of these the most used first; at most 8."""
        found = self._similar.get(word)
        if found is None:
            if len(self._similar) >= _MOST_KEPT:
                self._similar.clear()
            found = self._similar[word] = self._nearest(word)
        return found

    def _nearest(self, word: str) -> Sequence[str]:
        allowed = edits_allowed(word)
        found = [(distance(word, one, allowed), one) for one in self._candidates(word, allowed)] if allowed else []
        near = [(unlikeness(word, one, edits), -self._uses[one], one) for edits, one in found if edits <= allowed]
        return [one for _, _, one in sorted(near)[:_MOST_CORRECTIONS]]

    def _candidates(self, word: str, allowed: int) -> Iterator[str]:
        letters = _letters(word)
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            some = self._by_length.get(length, ())
            most = 2 * allowed - abs(len(word) - length)  # an edit that changes the length changes one letter only
            yield from [one for theirs, one in some if (letters ^ theirs).bit_count() <= most]


def unlikeness(typed: str, word: str, edits: int) -> tuple[int, bool, bool]:
    """Return how much less a word is meant than another: more edits, another first letter, no usual slip.

    Usual slips are letters left out, swapped or doubled, and what the south of China does not tell apart: n and ng,
    z and zh, l and n at the start.
    """
    is_slip = len(typed) < len(word) or sorted(typed) == sorted(word) or _heard(typed) == _heard(word)
    return edits, typed[:1] != word[:1], not is_slip


def _heard(word: str) -> str:
    for one, other in _HEARD_ALIKE:
        word = word.replace(one, other)
    word = "n" + word[1:] if word[:1] == "l" else word
    return "".join(letter for letter, _ in groupby(word))


def _letters(word: str) -> int:
    """Return the letters of a word as bits, each as often as it comes: an edit changes at most two of them."""
    bits = 0
    for letter in word:
        bit = 1 << (ord(letter) % _LETTERS)
        while bits & bit:
            bit <<= _LETTERS
        bits |= bit
    return bits


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters to change, add, take away or swap with a neighbour; ``most + 1`` if more."""
    one, other = _apart(one, other)
    longer, apart = max(len(one), len(other)), abs(len(one) - len(other))
    if not one or not other or apart > most:
        return min(longer, most + 1)
    is_swapped = one[0] == other[1:2] and other[0] == one[1:2]
    if most <= 1 or longer <= _PAIR:  # their first letters differ, and their last ones
        return 1 if longer == 1 or (is_swapped and longer == _PAIR) else min(2, most + 1)
    ways = [(one[1:], other[1:]), (one[1:], other), (one, other[1:])]
    ways += [(one[2:], other[2:])] if is_swapped else []
    return 1 + min(distance(mine, theirs, most - 1) for mine, theirs in ways)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return two words without what both begin and end with, which costs no edit."""
    same = _same(one, other)
    one, other = one[same:], other[same:]
    same = _same(one[::-1], other[::-1])
    return one[: len(one) - same], other[: len(other) - same]


def _same(one: str, other: str) -> int:
    """Return with how many same letters two words begin."""
    for at, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return at
    return min(len(one), len(other))
