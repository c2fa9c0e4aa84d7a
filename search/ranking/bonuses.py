"""What puts one document of a tier before another: what a thing mainly is, words that stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from search.analysis import ParsedQuery, Unit, Word
from search.analysis.english import stem
from search.analysis.text import Kind, fold
from search.ranking.corrections import Corrections
from search.ranking.heads import head_of
from search.ranking.levels import Level, Leveller, upto
from search.ranking.nodes import Node, Phrase, Term, all_of, any_of
from search.ranking.vocabulary import Vocabulary

HEAD_BONUS: Final = 8  # the name's main word is asked for: pomegranates before pomegranate juice
NAME_BONUS: Final = 4  # all words but the numbers stand in the name as typed: packs of 10 kg are told in the tags
PHRASE_BONUS: Final = 2  # the words stand together in the name
CATEGORY_BONUS: Final = 1  # the category is asked for
_WRITTEN: Final = {Kind.WORD: ("nf", "np"), Kind.HAN: ("nz",), Kind.NUMBER: ()}


def bonuses(query: ParsedQuery, leveller: Leveller, vocabulary: Vocabulary) -> Iterator[tuple[int, Node]]:
    """Yield (points, condition): powers of two, so that a score tells which of them a document has.

    Args:
        query: parsed.
        leveller: says what meets its units.
        vocabulary: of the index.
    """
    found = (
        (NAME_BONUS, _names(query.units, leveller, vocabulary)),
        (HEAD_BONUS, _heads(query, leveller, vocabulary)),
        (PHRASE_BONUS, _phrases(query, vocabulary, leveller.corrections)),
        (CATEGORY_BONUS, _categories(query.units, vocabulary)),
    )
    for points, nodes in found:
        node = any_of(nodes)
        if node:
            yield points, node


def _names(units: Sequence[Unit], leveller: Leveller, vocabulary: Vocabulary) -> list[Node | None]:
    named = [unit for unit in units if any(word.kind is not Kind.NUMBER for word in unit.words)]
    return [all_of(any_of(_in_name(unit, leveller, vocabulary)) for unit in named)]


def _in_name(unit: Unit, leveller: Leveller, vocabulary: Vocabulary) -> Iterator[Node]:
    """Yield what has a unit in its name, as typed or put right."""
    yield from upto(leveller.typed(unit), Level.LOOSE)
    field = "np" if unit.words[0].kind is Kind.HAN else "nf"
    put_right = dict.fromkeys(_probable(unit, leveller, vocabulary)) if len(unit.words) == 1 else ()
    yield from (Term(field, form) for form in put_right if vocabulary.known(field, form))


def _phrases(query: ParsedQuery, vocabulary: Vocabulary, corrections: Corrections) -> Iterator[Node]:
    loose = [("nf", words) for words in query.loose_phrases]  # of a marked query too: a tone may be wrong
    for field, words in [("nx", query.phrase), ("nc", query.characters), *loose, ("ny", query.syllables)]:
        if words and all(vocabulary.known(field, word) for word in words):
            yield Phrase(field, words)
    yield from corrections.phrases([word for unit in query.units for word in unit.words])


def _heads(query: ParsedQuery, leveller: Leveller, vocabulary: Vocabulary) -> Iterator[Node]:
    spelled = [query.syllables, *(word.syllables for unit in query.units for word in unit.words)]
    chunks = [leveller.pinyin_chunks(syllables)[-1:] for syllables in spelled]
    marks = [f"${chunk}" for last in chunks for chunk in last]
    for unit in query.units:
        forms = [form for word in unit.words for form in _forms(word)]
        marks += [f"{mark}{form}" for mark in "^$" for form in forms]
        marks += [f"{mark}{form}" for mark in "^$" for form in _probable(unit, leveller, vocabulary)]
        heads = (head_of(one, vocabulary) for one in unit.alternatives)
        yield from (node for node in heads if node)
    yield from (Term("head", mark) for mark in dict.fromkeys(marks) if vocabulary.known("head", mark))


def _probable(unit: Unit, leveller: Leveller, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what the misspelt words of a unit most probably mean."""
    for word in unit.words:
        if word.kind is Kind.NUMBER or any(vocabulary.known(field, fold(word.text)) for field in _WRITTEN[word.kind]):
            continue
        yield from leveller.corrections.of_word(word)[0]
        yield from (leveller.corrections.split(word) or ()) if word.kind is Kind.WORD else ()


def _forms(word: Word) -> list[str]:
    return [form for form in dict.fromkeys((word.text, *word.forms, word.pinyin)) if form]


def _categories(units: Sequence[Unit], vocabulary: Vocabulary) -> Iterator[Node]:
    for unit in units:
        for word in unit.words:
            yield from (Term("cat", form) for form in _forms(word) if vocabulary.known("cat", form))
        for one in unit.alternatives:
            words = [stem(word) for word in one.words] if one.lang == "en" else list(one.words)
            if all(vocabulary.known("cat", word) for word in words):
                node = all_of(Term("cat", word) for word in words)
                yield from (node,) if node else ()
