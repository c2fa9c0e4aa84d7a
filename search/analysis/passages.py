"""Where in a text the words of a query stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final

from search.analysis.chinese import bigrams, parts
from search.analysis.english import stem
from search.analysis.glossary import Term
from search.analysis.numbers import number
from search.analysis.queries import Unit, Word
from search.analysis.readings import Readings
from search.analysis.text import Kind, Piece, fold, spans
from search.analysis.tokens import unit_of
from search.analysis.vietnamese import fits

Span = tuple[int, int]
_WORD: Final = 2  # characters or syllables of the shortest Chinese word that says what is meant
_INITIALS: Final = range(2, 9)  # letters
_BEGUN_FROM: Final = 5  # letters: shorter ones begin too many Vietnamese words
_HS_LENGTHS: Final = (6, 8, 10)
_NOTHING: Final = Piece(Kind.HAN, "")


class Passage:
    """A text in normal form, ``origins.Aligned.text``; what it finds are spans of that text."""

    def __init__(self, text: str, lang: str) -> None:
        self._text = text
        self._is_english = lang == "en"
        self._pieces = list(spans(text))
        self._latin_pieces = [one for one in self._pieces if one[0].kind is Kind.WORD]
        self._readings = Readings((piece.text, start) for piece, start, _ in self._pieces if piece.kind is Kind.HAN)

    def of_unit(self, unit: Unit, *, is_spelled: bool = False) -> Iterator[Span]:
        """Yield where a unit stands: its words together, else its words; and what means the same.

        ``is_spelled``: the words are syllables found together already, so that they are not looked for one by one.
        """
        together = list(self._phrase(unit.words)) if len(unit.words) > 1 else []
        yield from together
        for word in () if together else unit.words:
            yield from self._of_word(word, is_spelled=is_spelled)
        for one in unit.alternatives:
            if self._may_say(one):
                yield from self._alternative(one)

    def begun(self, word: Word) -> Iterator[Span]:
        """Yield where words begin with an unfinished one, up to where it goes."""
        size = len(word.text)
        yield from (
            (start, start + size) for piece, start, _ in self._latin_pieces if fits(word.text, piece.text[:size])
        )
        yield from self._readings.begun(word.pinyin)

    def spelled(self, syllables: Sequence[str]) -> list[Span]:
        """Return where pinyin stands in Chinese, as many syllables together as there are."""
        return list(self._readings.spelled(syllables))

    def _of_word(self, word: Word, *, is_spelled: bool) -> Iterator[Span]:
        if word.kind is Kind.HAN:
            yield from self._han(word.text)
        elif word.kind is Kind.NUMBER:
            yield from self._number(word)
        else:
            found = self._where(partial(self._is_meant, word))
            yield from found
            yield from () if is_spelled or word.is_marked else self._pinyin(word, is_found=bool(found))
            if not found and len(word.text) >= _BEGUN_FROM:
                yield from self._where(lambda text: fits(word.text, text[: len(word.text)]))

    def _pinyin(self, word: Word, *, is_found: bool) -> list[Span]:
        read = [*self._readings.whole(word.pinyin)]
        read += self.spelled(word.syllables) if len(word.syllables) > _WORD else []
        may_be_initials = not read and not is_found and len(word.text) in _INITIALS
        return list(self._readings.initials(word.text)) if may_be_initials else read

    def _where(self, is_meant: Callable[[str], bool]) -> list[Span]:
        return [(start, end) for piece, start, end in self._latin_pieces if is_meant(piece.text)]

    def _is_meant(self, word: Word, text: str) -> bool:
        if self._is_english and not word.is_marked:
            return fold(text) in word.forms or stem(text) in word.forms
        return fits(word.text, text)

    def _han(self, text: str) -> Iterator[Span]:
        whole = list(self._occurrences(text))
        yield from whole
        if not whole and len(text) > _WORD:
            for pair in bigrams(text):  # neighbouring ones join to the longest part that both have
                yield from self._occurrences(pair)

    def _occurrences(self, text: str) -> Iterator[Span]:
        at = self._text.find(text)
        while at >= 0:
            if not self._is_hidden(text, at):
                yield at, at + len(text)
            at = self._text.find(text, at + 1)

    def _is_hidden(self, text: str, at: int) -> bool:
        """Tell whether what stands here is only part of another word: 石榴 of 番石榴."""
        return any(start <= at and at + len(text) <= end for start, end in self._hiding.get(text, ()))

    @cached_property
    def _hiding(self) -> Mapping[str, Sequence[Span]]:
        """Where the words stand that hold another one by chance, by what they hold."""
        found: dict[str, list[Span]] = {}
        for piece, start, _ in self._pieces if not self._text.isascii() else ():
            at = start
            for part, hidden in parts(piece.text) if piece.kind is Kind.HAN else ():
                for one in hidden:
                    found.setdefault(one, []).append((at, at + len(part)))
                at += len(part)
        return found

    def _number(self, word: Word) -> Iterator[Span]:
        following = [piece for piece, _, _ in self._pieces[1:]] + [_NOTHING]
        for (piece, start, end), after in zip(self._pieces, following, strict=False):
            if piece.kind is not Kind.NUMBER:
                continue
            digits, unit = number(piece.text), unit_of(after)
            if unit and digits + unit == word.text:
                yield start, self._text.index(after.text, end) + _length_of_unit(after, unit)
            elif digits == word.text or _is_code(digits, word):
                yield start, end

    def _phrase(self, words: Sequence[Word]) -> Iterator[Span]:
        if words[0].kind is Kind.HAN:
            return self._occurrences("".join(word.text for word in words))
        return self._sequences([partial(self._is_meant, word) for word in words])

    def _may_say(self, one: Term) -> bool:
        """Tell quickly, for nearly always it is no, whether a text says the first word of a term."""
        first = one.words[0]
        if one.lang == "zh":
            return not self._text.isascii() and first in self._text
        if one.lang == "en" and self._is_english:
            return stem(first) in self._stems
        return first in self._written

    def _alternative(self, one: Term) -> Iterator[Span]:
        if one.lang == "zh":
            parts = [list(self._occurrences(run)) for run in one.words]
            return iter([span for part in parts for span in part] if all(parts) else [])
        if one.lang == "en" and self._is_english:
            return self._neighbours([stem(word) for word in one.words], self._stems)
        return self._neighbours(list(one.words), self._written)

    @cached_property
    def _written(self) -> list[str]:
        """What each piece says; nothing for Chinese."""
        return ["" if piece.kind is Kind.HAN else piece.text for piece, _, _ in self._pieces]

    @cached_property
    def _stems(self) -> list[str]:
        return [stem(text) for text in self._written]

    def _neighbours(self, wanted: list[str], said: list[str]) -> Iterator[Span]:
        """Yield where neighbouring pieces say the words."""
        size = len(wanted)
        for at in range(len(said) - size + 1):
            if said[at : at + size] == wanted:
                yield self._pieces[at][1], self._pieces[at + size - 1][2]

    def _sequences(self, tests: Sequence[Callable[[str], bool]]) -> Iterator[Span]:
        """Yield where neighbouring words or numbers pass the tests, each its own."""
        size = len(tests)
        for at in range(len(self._pieces) - size + 1):
            some = self._pieces[at : at + size]
            if all(
                piece.kind is not Kind.HAN and test(piece.text)
                for (piece, _, _), test in zip(some, tests, strict=True)
            ):
                yield some[0][1], some[-1][2]


def _length_of_unit(piece: Piece, unit: str) -> int:
    """Return how much of a piece is the unit that it starts with: 千克 of 千克纸箱."""
    if piece.kind is not Kind.HAN:
        return len(piece.text)
    return next(size for size in range(1, len(piece.text) + 1) if _is_unit(piece.text[:size], unit))


def _is_unit(text: str, unit: str) -> bool:
    return unit_of(Piece(Kind.HAN, text)) == unit


def _is_code(digits: str, word: Word) -> bool:
    return bool(word.hs) and len(digits) in _HS_LENGTHS and digits.startswith(word.text)
