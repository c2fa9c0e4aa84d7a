"""Pinyin met in Chinese text, character by character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from search.analysis import chinese

_WORD: Final = 2  # syllables

Span = tuple[int, int]


class Readings:
    """The Chinese runs of a text, read when first asked for; what it finds are spans of that text."""

    def __init__(self, runs: Iterable[tuple[str, int]]) -> None:
        """``runs``: each with where it starts in the text."""
        self._runs = list(runs)

    @cached_property
    def _read(self) -> list[tuple[int, Sequence[str]]]:
        return [(start, chinese.syllables(run)) for run, start in self._runs]

    @cached_property
    def _words(self) -> list[list[tuple[int, int, str]]]:
        """The words of each run with where in the text they start and end."""
        return [_placed(start, chinese.words(run)) for run, start in self._runs]

    def whole(self, pinyin: str) -> Iterator[Span]:
        """Yield where neighbouring characters, or a word of one character, are read so, syllables unparted."""
        if not pinyin:
            return
        for start, read in self._read:
            yield from _joined(start, read, pinyin)
        for words in self._words:
            yield from (
                (start, end) for start, end, word in words if len(word) == 1 and chinese.joined(word) == pinyin
            )

    def begun(self, pinyin: str) -> Iterator[Span]:
        """Yield where neighbouring characters are read as something that begins so."""
        for start, read in self._read if pinyin else ():
            for at in range(len(read)):
                size = _covering(read[at : at + len(pinyin)], pinyin)
                yield from [(start + at, start + at + size)] if size else []

    def spelled(self, syllables: Sequence[str]) -> Iterator[Span]:
        """Yield where syllables stand together: as many as can be from the first on, then up to the last."""
        for start, read in self._read:
            places: dict[str, list[int]] = {}
            for at, one in enumerate(read):
                places.setdefault(one, []).append(at)
            done = 0
            while found := _longest(read, places, syllables[done:]):
                yield from ((start + at, start + at + size) for at, size in found)
                done += found[0][1]
            backwards = _longest_end(read, places, syllables[done:])
            yield from ((start + at, start + at + size) for at, size in backwards)

    def initials(self, letters: str) -> Iterator[Span]:
        """Yield where neighbouring words begin their syllables with these letters, or the first word and the last."""
        for words in self._words:
            parts = [chinese.whole_initials(word) for _, _, word in words]
            found = [(first, _last_of(parts, first, letters)) for first in range(len(parts))]
            yield from ((words[first][0], words[last][1]) for first, last in found if last is not None)
            if all(last is None for _, last in found) and len(words) > 1 and letters == parts[0] + parts[-1]:
                yield from (words[at][:2] for at in (0, -1))


def _placed(start: int, words: Sequence[str]) -> list[tuple[int, int, str]]:
    ends = list(accumulate((len(word) for word in words), initial=start))
    return [(ends[at], ends[at + 1], word) for at, word in enumerate(words)]


def _joined(start: int, read: Sequence[str], pinyin: str) -> Iterator[Span]:
    for at, one in enumerate(read):
        if not pinyin.startswith(one):
            continue
        size, length = 1, len(one)
        while length < len(pinyin) and at + size < len(read):
            length += len(read[at + size])
            size += 1
        if size >= _WORD and "".join(read[at : at + size]) == pinyin:
            yield start + at, start + at + size


def _covering(read: Sequence[str], pinyin: str) -> int:
    """Return how many syllables it takes to begin with this pinyin; 0 where they do not."""
    if not "".join(read).startswith(pinyin):
        return 0
    return next(size for size, length in enumerate(accumulate(map(len, read)), start=1) if length >= len(pinyin))


def _longest(read: Sequence[str], places: dict[str, list[int]], wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return (place, size) of the longest beginning of ``wanted``, of two syllables at least, wherever it stands."""
    starts = places.get(wanted[0], []) if len(wanted) >= _WORD else []
    sizes = [(at, _common(read[at : at + len(wanted)], wanted)) for at in starts]
    most = max((size for _, size in sizes), default=0)
    return [(at, size) for at, size in sizes if size == most >= _WORD]


def _longest_end(read: Sequence[str], places: dict[str, list[int]], wanted: Sequence[str]) -> list[tuple[int, int]]:
    ends = places.get(wanted[-1], []) if len(wanted) >= _WORD else []
    backwards = wanted[::-1]
    sizes = [(at, _common(read[max(at + 1 - len(wanted), 0) : at + 1][::-1], backwards)) for at in ends]
    most = max((size for _, size in sizes), default=0)
    return [(at + 1 - size, size) for at, size in sizes if size == most >= _WORD]


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    size = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        size += 1
    return size


def _last_of(parts: Sequence[str], first: int, letters: str) -> int | None:
    """Return the last of the neighbouring parts, from ``first`` on, that joined are the letters."""
    joined = ""
    for at in range(first, len(parts)):
        joined += parts[at]
        if joined == letters:
            return at
        if not letters.startswith(joined):
            return None
    return None
