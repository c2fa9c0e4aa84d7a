"""What a visitor typed, as words to look for and what may stand for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from typing import Final

from search.analysis import chinese
from search.analysis.additions import Additions, additions
from search.analysis.english import stem
from search.analysis.fields import plain
from search.analysis.glossary import LONGEST_TERM, Term, glossary, qualifier
from search.analysis.numbers import hs_typed, leading_unit, number
from search.analysis.text import MAX_PIECES, MAX_QUERY, MAX_TOKEN, Kind, Piece, clean, fold, pieces
from search.analysis.tokens import unit_of

_STOP_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "buy",
        "của",
        "và",
        "cho",
        "các",
        "những",
        "với",
        "là",
        "mua",
        "ở",
        "hs",
        "mã",
        "code",
        "的",
        "和",
        "与",
        "在",
        "买",
        "了",
        "吗",
    ]
)
_PINYIN_MARKS: Final = frozenset("üǖǘǚǜāēīōūǎěǐǒǔ")  # which Vietnamese does not have
_CLASSIFIERS: Final = frozenset(["quả", "trái", "củ"])  # say only that a fruit or a bulb is meant
_CODE_WORDS: Final = frozenset(["hs", "code", "hscode", "mã", "税号", "税则", "编码", "海关编码", "商品编码"])
_NATIONAL_DIGITS: Final = 2  # of each part of a tariff code behind the heading
_LONGEST_HAN_UNIT: Final = 8
_MIN_SYLLABLES: Final = 2


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query.

    ``text``: in normal form. ``forms``: other tokens that are as good, loose ones (without marks, stem, pinyin).
    ``numbers``: tokens of a number with its unit, or prefixes of a tariff code, the strictest first.
    """

    text: str
    kind: Kind
    forms: tuple[str, ...] = ()
    pinyin: str = ""
    syllables: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    bare: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether it was typed with diacritics, so that it is meant as written."""
        return self.kind is Kind.WORD and not self.text.isascii()


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring words that mean one thing, and the terms that mean the same.

    ``is_unsold``: nobody here is known to sell it; the alternatives are what comes nearest. ``is_trade``: a term of
    the trade itself.
    """

    words: tuple[Word, ...]
    alternatives: tuple[Term, ...] = ()
    is_unsold: bool = False
    is_trade: bool = False

    @property
    def text(self) -> str:
        return (
            "".join(w.text for w in self.words)
            if self.words[0].kind is Kind.HAN
            else " ".join(w.text for w in self.words)
        )


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``same`` and ``alike``: to compare with whole names. The phrases are empty where there is no phrase.

    ``additions``: the digest of what was added to the glossary when it was parsed. ``read_as``: the words as they are
    meant, where others were typed (see ``ranking.reading``). ``is_open``: its words say nothing of what is wanted.
    """

    text: str
    units: tuple[Unit, ...] = ()
    same: str = ""
    alike: str = ""
    phrase: tuple[str, ...] = ()
    loose_phrases: tuple[tuple[str, ...], ...] = ()
    characters: tuple[str, ...] = ()
    syllables: tuple[str, ...] = ()
    additions: str = ""
    read_as: str = ""
    is_open: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Under which what was worked out for this query may be kept."""
        return self.text, self.read_as, self.additions


@lru_cache(maxsize=4_096)
def _parsed(text: str, more: Additions) -> ParsedQuery:
    found = list(pieces(text))[:MAX_PIECES]
    typed = _without_stop_words(list(islice(_words(found), MAX_PIECES)))
    if not typed:
        return ParsedQuery(text, additions=more.digest)
    words = _without_qualifiers(typed) or typed
    name = text if len(words) == len(typed) else " ".join(word.text for word in words)
    latin = [word for word in words if word.kind is not Kind.HAN]
    runs = [piece.text for piece in found if piece.kind is Kind.HAN]
    is_phrase = len(latin) == len(words) > 1
    plain_words = tuple(word.text for word in words) if is_phrase else ()
    spelled = all(word.kind is Kind.WORD and chinese.is_syllable(word.text) for word in words)
    return ParsedQuery(
        text=text,
        additions=more.digest,
        units=tuple(_without_classifiers(list(_units(words, more)))),
        same=plain(name),
        alike="".join(fold(one.text) for one in pieces(name)),
        phrase=plain_words,
        loose_phrases=tuple(
            dict.fromkeys(tuple(form(word) for word in plain_words) for form in (fold, stem) if is_phrase)
        ),
        characters=tuple(runs[0]) if len(runs) == len(found) == 1 and len(runs[0]) > 1 else (),
        syllables=tuple(chinese.as_typed(word.text) for word in words)
        if spelled and len(words) >= _MIN_SYLLABLES
        else (),
        is_open=words is typed and not _without_qualifiers(typed),
    )


def parse(q: str) -> ParsedQuery:
    """Return what a visitor typed, in normal form; only the first 200 characters count, and nothing is an operator."""
    text = chinese.simplify(clean(q, MAX_QUERY))
    return _parsed(" ".join(text.split()), additions())


def taken_apart(query: ParsedQuery) -> ParsedQuery:
    """Return a query of one Chinese word as one of the words inside it: ``云雾茶`` is 云雾 and 茶, ``糯米`` is 米.

    Without units where it is no such word, or where nothing inside it says what it is.
    """
    (unit,) = query.units
    inner = chinese.inner_words(unit.text) if all(word.kind is Kind.HAN for word in unit.words) else ()
    return parse(" ".join(inner))


def _words(typed: Sequence[Piece]) -> Iterator[Word]:
    skip, found = "", _with_whole_codes(typed)
    for at, piece in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        text, skip = _after(piece.text, skip), ""
        if piece.kind is Kind.NUMBER:
            skip = unit_of(following)
            yield _number(piece.text, skip, is_code=at > 0 and found[at - 1].text in _CODE_WORDS)
        elif text and piece.kind is Kind.HAN:
            yield from _han(text)
        elif text:
            yield _latin(text)


def _after(text: str, unit: str) -> str:
    """Return what is left of a piece whose unit was taken by the number before it."""
    if not unit:
        return text
    return leading_unit(text)[1] if text[0] >= "一" else ""


def _with_whole_codes(found: Sequence[Piece]) -> list[Piece]:
    """Join tariff codes that were typed with spaces: ``0804 30 00``."""
    joined: list[Piece] = []
    for at, piece in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if _goes_on(joined[-1:], piece) and not unit_of(following):
            joined[-1] = Piece(Kind.NUMBER, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _goes_on(before: Sequence[Piece], piece: Piece) -> bool:
    if not before or before[0].kind is not Kind.NUMBER or piece.kind is not Kind.NUMBER:
        return False
    begun, more = before[0].text, piece.text
    return begun.isdecimal() and more.isdecimal() and len(begun) in {4, 6, 8} and len(more) == _NATIONAL_DIGITS


def _number(text: str, unit: str, *, is_code: bool) -> Word:
    digits = number(text)
    codes = () if unit else tuple(hs_typed(digits, is_told=is_code))
    return Word(digits + unit, Kind.NUMBER, hs=codes, bare=digits if unit else "")


def _latin(text: str) -> Word:
    if not _PINYIN_MARKS.isdisjoint(text):
        text = fold(text)
    if not text.isascii():
        return Word(text, Kind.WORD, forms=(fold(text),))
    forms = tuple(dict.fromkeys((text, stem(text))))
    return Word(text, Kind.WORD, forms=forms, pinyin=chinese.as_typed(text), syllables=chinese.split(text))


def _han(run: str) -> Iterator[Word]:
    """Cut a run into words; neighbouring single characters stay together, for a misspelt word falls into such."""
    for is_single, group in groupby(chinese.words(run), key=lambda word: len(word) == 1):
        for text in ["".join(group)] if is_single else group:
            for start in range(0, len(text), _LONGEST_HAN_UNIT):
                part = text[start : start + _LONGEST_HAN_UNIT]
                yield Word(part, Kind.HAN, bigrams=tuple(chinese.bigrams(part)) if len(part) > 1 else ())


def _without_stop_words(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.text not in _STOP_WORDS] or list(words)


def _without_qualifiers(words: Sequence[Word]) -> list[Word]:
    """Leave out what nobody's name of a thing has: ``giá rẻ``, 批发, wholesale."""
    kept: list[Word] = []
    at = 0
    while at < len(words):
        size = qualifier(tuple(word.text for word in words[at:]))
        term = next((some for some in range(LONGEST_TERM, size, -1) if _is_term(words[at : at + some], some)), 0)
        kept += words[at : at + term] if term else words[at : at + (0 if size else 1)]
        at += term or size or 1
    return kept


def _is_term(words: Sequence[Word], size: int) -> bool:
    """Tell whether words are a term of the glossary, in which no word is for leaving out: ``unit price``."""
    return len(words) == size and bool(glossary().alternatives(_texts(words)))


def _without_classifiers(units: Sequence[Unit]) -> list[Unit]:
    """Leave out what only says what kind of thing the next word is: ``quả kiwi`` is kiwi, ``trái cây`` one word."""
    return [
        unit
        for at, unit in enumerate(units)
        if not (unit.words[0].text in _CLASSIFIERS and len(unit.words) == 1 and _is_thing(units[at + 1 : at + 2]))
    ]


def _is_thing(following: Sequence[Unit]) -> bool:
    return any(unit.alternatives for unit in following)


def _units(words: Sequence[Word], more: Additions) -> Iterator[Unit]:
    """Join neighbouring words that the glossary knows together, the longest first."""
    at = 0
    while at < len(words):
        size, alternatives = _longest_term(words[at : at + LONGEST_TERM], more)
        found, known = tuple(words[at : at + size]), glossary()
        texts = _texts(found)
        yield Unit(found, alternatives, is_unsold=known.is_unsold(texts), is_trade=texts in known.trade)
        at += size


def _longest_term(words: Sequence[Word], more: Additions) -> tuple[int, tuple[Term, ...]]:
    for size in range(len(words), 0, -1):
        alternatives = _alternatives(words[:size], more)
        if alternatives or glossary().is_unsold(_texts(words[:size])):
            return size, alternatives
    return 1, ()


def _alternatives(words: Sequence[Word], more: Additions) -> tuple[Term, ...]:
    texts = _texts(words)
    return tuple(dict.fromkeys((*more.glossary.alternatives(texts), *glossary().alternatives(texts))))


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    texts = tuple(word.text[:MAX_TOKEN] for word in words)
    return ("".join(texts),) if all(word.kind is Kind.HAN for word in words) else texts
