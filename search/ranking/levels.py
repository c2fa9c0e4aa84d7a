"""How one unit of a query may be met, from word for word down to misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final

from search.analysis import Unit, Word, chinese, vietnamese
from search.analysis.english import stem
from search.analysis.glossary import Term as Alternative
from search.analysis.text import Kind, fold
from search.ranking.corrections import Corrections
from search.ranking.heads import head_of
from search.ranking.nodes import AllOf, Node, Phrase, Term, all_of, any_of
from search.ranking.vocabulary import Vocabulary

_SHORTEST_PREFIX: Final = 2
_INITIALS: Final = range(2, 9)  # letters
_WORD: Final = 2  # characters of the shortest Chinese word
_STATES: Final = frozenset(
    ["鲜", "新鲜", "干", "fresh", "dried", "tươi", "tuoi", "khô", "kho", "sấy", "say", "精选", "优质", "特产"]
)
_CHUNKS: Final = (2, 3, 4)  # syllables


class Level(IntEnum):
    """The lower, the better."""

    EXACT = 0  # in the name as written
    LOOSE = 1  # in the name without marks, in another form, in pinyin
    SYNONYM = 2  # in the name in other words
    TAG = 3  # in what it belongs to or is also called
    PREFIX = 4  # begun, or by initials
    BODY = 5
    TYPO = 6  # the words that a misspelt one most probably means
    FAR = 7  # those that it may mean as well


Levels = dict[Level, list[Node]]
CERTAIN: Final = (Level.EXACT, Level.LOOSE, Level.SYNONYM, Level.TAG)


class Leveller:
    """Says for a vocabulary what meets a unit; what no document can meet is left out."""

    def __init__(self, vocabulary: Vocabulary, *, typing: bool = False) -> None:
        """``typing``: the last word may be unfinished, so that it is completed even where it is a word."""
        self._vocabulary = vocabulary
        self._typing = typing
        self.corrections = Corrections(vocabulary)

    def of_unit(self, unit: Unit, *, is_last: bool = False) -> Levels:
        """Return what meets a unit at each level, a level's own conditions only."""
        by_word = [self._of_word(word) for word in unit.words]
        alternatives = self._of_alternatives(unit.alternatives)
        if (is_last and self._typing) or not _certain([*by_word, alternatives]):
            self._widen(unit, by_word, alternatives)
        return _merged(by_word, alternatives, self._of_term(unit))

    def typed(self, unit: Unit) -> Levels:
        """Return what meets the words themselves, nothing that means the same and no correction."""
        return _merged([self._of_word(word) for word in unit.words], {}, self._of_term(unit))

    def mainly(self, unit: Unit) -> Iterator[Node]:
        """Yield what meets the words of a unit as the main thing that a name says: honey, not ``honey peach``."""
        words = tuple(word.text for word in unit.words)
        for lang in ("zh",) if unit.words[0].kind is Kind.HAN else ("vi", "en"):
            head = head_of(Alternative(lang, words), self._vocabulary)
            yield from (head,) if head else ()

    def _of_term(self, unit: Unit) -> Levels:
        """Return what meets the words of a term of the glossary where they stand together."""
        words = [word.text for word in unit.words]
        if len(words) == 1 or unit.words[0].kind is Kind.HAN:
            return {}
        exact = self._phrase("nx", words)
        if any(word.is_marked for word in unit.words):
            return {Level.EXACT: exact}
        loose = [
            *self._phrase("nf", [fold(word) for word in words]),
            *self._phrase("nf", [stem(word) for word in words]),
        ]
        return {Level.EXACT: exact, Level.LOOSE: loose}

    def _phrase(self, field: str, words: Sequence[str]) -> list[Node]:
        return [Phrase(field, tuple(words))] if all(self._vocabulary.known(field, word) for word in words) else []

    def _widen(self, unit: Unit, by_word: list[Levels], alternatives: Levels) -> None:
        for word, levels in zip(unit.words, by_word, strict=True):
            if self._typing or not _certain([levels]):
                levels[Level.PREFIX] = [*levels.get(Level.PREFIX, ()), *self._begun(word)]
            if self._typing and word.is_marked:  # lự begins lựu, and lưu only for who left the marks off
                levels[Level.TAG] = [*levels.get(Level.TAG, ()), *self._completions("nx", word.text)]
            if not _met(word, levels) and not any(alternatives.values()):
                self._correct(word, levels)

    def _correct(self, word: Word, levels: Levels) -> None:
        if word.kind is Kind.NUMBER or (word.is_marked and vietnamese.variants(word.text)):
            return  # a whole syllable with its marks is meant as written
        split = self.corrections.split(word) if word.kind is Kind.WORD else None
        together = [Phrase("nf", split)] if split else []
        for level, forms in zip((Level.TYPO, Level.FAR), self.corrections.of_word(word), strict=True):
            found = self.corrections.nodes(forms, han=word.kind is Kind.HAN)
            levels[level] = [*levels.get(level, ()), *(together if level is Level.TYPO else ()), *found]

    def _of_word(self, word: Word) -> Levels:
        if word.kind is Kind.HAN:
            return _lifted(word, self._of_han(word))
        return self._of_number(word) if word.kind is Kind.NUMBER else _lifted(word, self._of_latin(word))

    def _of_latin(self, word: Word) -> Levels:
        loose = [*self._terms("nf", word.forms), *self._terms("np", (word.pinyin,))]
        loose_tags = [*self._terms("tf", word.forms), *self._terms("tp", (word.pinyin,))]
        loose_body = self._terms("bf", word.forms)
        levels: Levels = {
            Level.EXACT: self._terms("nx", (word.text,)),
            Level.LOOSE: [] if word.is_marked else loose,
            Level.SYNONYM: self._terms("nx", _confused(word.text)) if word.is_marked else [],
            Level.TAG: [*self._terms("tx", (word.text,)), *(() if word.is_marked else loose_tags)],
            Level.BODY: [*self._terms("bx", (word.text,)), *(() if word.is_marked else loose_body)],
        }
        if word.is_marked:  # meant as written: what it may be a slip for stands behind what it says
            slips = vietnamese.variants(word.text)
            levels[Level.PREFIX] = [*self._terms("nx", slips), *self._terms("tx", slips)] if slips else loose
        elif not levels[Level.EXACT]:
            spelled = self.readings(self.pinyin_chunks(word.syllables))
            levels[Level.LOOSE] = [*loose, *([spelled] if spelled else [])]
        if len(word.syllables) == 1:
            levels[Level.PREFIX] = [*levels.get(Level.PREFIX, ()), *self._terms("ny", (word.pinyin,))]
        if len(word.text) in _INITIALS and not levels[Level.EXACT] and not levels[Level.LOOSE]:
            levels[Level.TAG] = [*levels[Level.TAG], *self._terms("ni", (f"={word.text}",))]
            levels[Level.PREFIX] = [*levels.get(Level.PREFIX, ()), *self._terms("ni", (word.text,))]
        return levels

    def _of_number(self, word: Word) -> Levels:
        texts = (word.text,)
        known = next((code for code in word.hs if self._vocabulary.known("hs", code)), "")
        begun = self._vocabulary.prefixed("hs", word.text) if word.hs and len(word.text) % 2 else ()
        codes: list[Node] = [Term("hs", one) for one in begun] or self._terms("hs", (known,))
        is_whole = bool(begun) or known == word.text
        return {
            Level.EXACT: [*self._terms("nx", texts), *(codes if is_whole else ())],
            Level.LOOSE: [] if is_whole else codes,
            Level.TAG: self._terms("tx", texts),
            Level.BODY: [
                *self._terms("bx", texts),
                *self._terms("nx", (word.bare,)),
                *self._terms("tx", (word.bare,)),
            ],
        }

    def _of_han(self, word: Word) -> Levels:
        levels: Levels = {
            Level.EXACT: self._han("nz", word),
            Level.TAG: self._han("tz", word),
            Level.BODY: self._han("bz", word),
        }
        scattered = self._all("nz", word.text) if len(word.text) > 1 and not any(levels.values()) else None
        return levels | {Level.PREFIX: [scattered] if scattered else []}

    def _han(self, field: str, word: Word) -> list[Node]:
        whole = self._terms(field, (word.text,))
        parts = self._all(field, word.bigrams) if len(word.bigrams) > 1 else None
        return [node for node in (*whole, parts) if node]

    def _of_alternatives(self, alternatives: Iterable[Alternative]) -> Levels:
        """Return what meets other words for the same: those that say what a thing mainly is are as good as typed.

        A wine that is called 葡萄酒 stands before a glass that is called 红酒杯 for who types 红酒.
        """
        found: Levels = {Level.EXACT: [], Level.SYNONYM: [], Level.TAG: []}
        for one in alternatives:
            named, tagged = (self._alternative(one, area) for area in "nt")
            head = head_of(one, self._vocabulary) if named else None
            found[Level.EXACT] += [AllOf((named, head))] if named and head else []
            found[Level.SYNONYM] += [named] if named else []
            found[Level.TAG] += [tagged] if tagged else []
        return found

    def _alternative(self, one: Alternative, area: str) -> Node | None:
        if one.lang == "zh":
            return all_of(self._zh_alternative(area, run) for run in one.words)
        field, words = (f"{area}x", one.words) if one.lang == "vi" else (f"{area}f", tuple(stem(w) for w in one.words))
        everywhere = self._all(field, words)
        if everywhere is None or len(words) == 1 or area == "t":
            return everywhere
        return Phrase(field, words)

    def _zh_alternative(self, area: str, run: str) -> Node | None:
        whole = any_of(self._terms(f"{area}z", (run,)))
        return whole or (self._all(f"{area}z", chinese.bigrams(run)) if len(run) > _WORD else None)

    def _begun(self, word: Word) -> Iterator[Node]:
        if word.kind is not Kind.WORD or len(word.text) < (1 if self._typing else _SHORTEST_PREFIX):
            return
        yield from self._completions("nx", word.text)
        if self._typing or not vietnamese.variants(word.text):  # a whole syllable with its tone begins nothing else
            yield from self._completions("nf", fold(word.text))
        if word.pinyin:
            yield from self._completions("np", word.pinyin)
            yield from self._completions("ni", word.text) if self._typing else ()

    def _completions(self, field: str, begun: str) -> Iterator[Node]:
        yield from (Term(field, one) for one in self._vocabulary.prefixed(field, begun))

    def pinyin_chunks(self, syllables: Sequence[str]) -> tuple[str, ...]:
        """Return syllables joined to readings that the index knows: meng, zi, shi, liu to mengzi and shiliu.

        Nothing where it does not come out even. Short readings first, for Chinese words are mostly of two characters
        and long readings are only what happens to stand together in some name.
        """
        if not syllables:
            return ()
        for size in _CHUNKS:
            read = "".join(syllables[:size])
            if size <= len(syllables) and self._reading(read):
                rest = self.pinyin_chunks(syllables[size:])
                if rest or size == len(syllables):
                    return (read, *rest)
        return ()

    def readings(self, chunks: Sequence[str]) -> Node | None:
        """Return what meets all the readings, in the name or in what it belongs to."""
        return all_of(self._reading(chunk) for chunk in chunks)

    def _reading(self, read: str) -> Node | None:
        return any_of([*self._terms("np", (read,)), *self._terms("tp", (read,))])

    def _terms(self, field: str, tokens: Iterable[str]) -> list[Node]:
        return [Term(field, one) for one in dict.fromkeys(tokens) if one and self._vocabulary.known(field, one)]

    def _all(self, field: str, tokens: Iterable[str]) -> Node | None:
        return all_of(any_of(self._terms(field, (token,))) for token in dict.fromkeys(tokens))


def _lifted(word: Word, levels: Levels) -> Levels:
    """Return levels where a word that says of what state a thing is counts wherever it is said.

    ``鲜荔枝``: that lychees are fresh is told by their category, and stands in no name but that of 新鲜荔枝蜜.
    """
    if word.text not in _STATES:
        return levels
    return levels | {Level.EXACT: upto(levels, Level.TAG)}


def _confused(text: str) -> Iterator[str]:
    """Yield a Vietnamese word with đ for d and the other way round."""
    yield text.replace("đ", "d")
    yield text.replace("d", "đ")


def _certain(found: Iterable[Levels]) -> bool:
    """Tell whether something meets the words better than by a beginning, by its text or by a typo."""
    *words, last = list(found)
    met = all(any(one.get(level) for level in CERTAIN) for one in (words or [last]))
    return met or any(last.get(level) for level in CERTAIN)


def _met(word: Word, levels: Levels) -> bool:
    """Tell whether a word is in the index as it is; that its characters are, here and there, is not enough."""
    less = Level.TYPO if word.kind is not Kind.HAN else Level.PREFIX
    return any(nodes for level, nodes in levels.items() if level < less or level is Level.BODY)


def _merged(by_word: Sequence[Levels], alternatives: Levels, together: Levels) -> Levels:
    """Return what meets a unit: its words together, or one of the alternatives, or its words here and there.

    A term's words apart say less than the term: at the level of a tag or lower, each at that level or better.
    """
    if len(by_word) == 1:
        return {level: [*by_word[0].get(level, ()), *alternatives.get(level, ())] for level in Level}
    merged: Levels = {}
    for level in Level:
        apart = all_of(any_of(upto(levels, level)) for levels in by_word) if level >= Level.TAG else None
        merged[level] = [*together.get(level, ()), *alternatives.get(level, ()), *([apart] if apart else [])]
    return merged


def upto(levels: Levels, level: Level) -> list[Node]:
    """Return everything that meets a unit at the level or better."""
    return [node for one, nodes in levels.items() if one <= level for node in nodes]
