"""What a word may mean that nothing in the index is called: misspelt, or written as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

from search.analysis import Word, chinese, vietnamese
from search.analysis.english import stem
from search.analysis.text import Kind, fold
from search.ranking.nodes import Node, Phrase, Term
from search.ranking.vocabulary import Vocabulary, distance, unlikeness

_SHORTEST_PART: Final = 2  # letters of a word that was written together with the next
_MOST_EDITS: Final = 2
_MOST_PHRASES: Final = 16


class Corrections:
    """Corrects towards one vocabulary. Forms are words without marks."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of_word(self, word: Word) -> tuple[Sequence[str], Sequence[str]]:
        """Return the forms that a word most probably means, and the less probable ones; nearest first."""
        if word.kind is Kind.HAN:
            read = chinese.joined(word.text)
            if self._vocabulary.known("np", read):
                return (read,), ()
            return self._parted(self._vocabulary.similar(read), read)
        return self._parted(self._vocabulary.similar(fold(word.text)), fold(word.text))

    @staticmethod
    def _parted(found: Sequence[str], typed: str) -> tuple[Sequence[str], Sequence[str]]:
        """Part what is as like as the first from the rest."""
        apart = [unlikeness(typed, one, distance(typed, one, _MOST_EDITS)) for one in found]
        probable = [one for one, unlike in zip(found, apart, strict=True) if unlike == apart[0]]
        return probable, [one for one in found if one not in probable]

    def nodes(self, forms: Sequence[str], *, han: bool) -> Iterator[Node]:
        """Yield what meets the forms; ``han``: as readings of Chinese only."""
        loose = [] if han else [*forms, *(stem(form) for form in forms)]
        for field, tokens in (("nf", loose), ("np", forms), ("tf", loose), ("tp", forms)):
            known = [one for one in dict.fromkeys(tokens) if self._vocabulary.known(field, one)]
            yield from (Term(field, one) for one in known)

    def split(self, word: Word) -> tuple[str, str] | None:
        """Return the two words that were written as one, ``caosu``: the first pair that some name has."""
        text = fold(word.text)
        if vietnamese.is_syllable(text):
            return None
        for at in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1):
            one, other = text[:at], text[at:]
            if self._vocabulary.known("nf", one) and self._vocabulary.known("nf", other):
                return one, other
        return None

    def phrases(self, words: Sequence[Word]) -> Iterator[Node]:
        """Yield what meets neighbouring words where the misspelt ones among them are put right."""
        choices = [self._choices(word) for word in words]
        if len(words) > 1 and any(
            len(some) > 1 or some[0] != fold(word.text) for some, word in zip(choices, words, strict=True)
        ):
            yield from (Phrase("nf", one) for one in islice(product(*choices), _MOST_PHRASES))

    def _choices(self, word: Word) -> Sequence[str]:
        form = fold(word.text)
        if word.kind is not Kind.WORD or self._vocabulary.known("nf", form):
            return [form]
        return [one for one in self._vocabulary.similar(form) if self._vocabulary.known("nf", one)] or [form]
