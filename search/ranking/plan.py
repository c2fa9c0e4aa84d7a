"""The tiers of a query: the best way in which all its units are met decides, what a thing mainly is comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import ParsedQuery, Unit, chinese, taken_apart
from search.analysis.text import Kind
from search.documents import DocumentType
from search.filters import SearchFilters
from search.ranking.bonuses import bonuses
from search.ranking.levels import Level, Leveller, Levels, upto
from search.ranking.nodes import AtLeast, Node, Term, all_of, any_of
from search.ranking.vocabulary import Vocabulary

TIER_HEIGHT: Final = 20  # more than all bonuses together
SAME: Final = 340
ALIKE: Final = 320
ALL_WORDS: Final = {level: 300 - TIER_HEIGHT * level for level in Level}
SOME_WORDS: Final = 140
_GOOD: Final = Term("type", DocumentType.GOOD)
_MOST_COUNTS: Final = 4  # of words that are met, told apart


@dataclass(frozen=True, slots=True)
class Tier:
    """Documents that meet ``node`` score ``score`` unless a higher tier holds them. A tier holds all higher ones."""

    score: int
    node: Node


@dataclass(frozen=True, slots=True)
class Plan:
    """``tiers`` from the highest. ``bonuses`` (points, condition) add to a score, less than one tier in all.

    ``certain``: what is what was asked for meets it; the rest comes close to it or only mentions it.
    """

    tiers: tuple[Tier, ...]
    bonuses: tuple[tuple[int, Node], ...]
    did_you_mean: str = ""
    certain: Node | None = None


def plan(query: ParsedQuery, vocabulary: Vocabulary, *, typing: bool = False) -> Plan:
    """Return how documents are found and ranked for a query.

    Args:
        query: parsed.
        vocabulary: of the index; words that it lacks drop out or are corrected.
        typing: the last word may be unfinished; texts are not looked into.
    """
    if query.is_open:
        return Plan((Tier(SOME_WORDS, _GOOD),), (), certain=_GOOD)
    leveller = Leveller(vocabulary, typing=typing)
    last = len(query.units) - 1
    units = [leveller.of_unit(unit, is_last=at == last) for at, unit in enumerate(query.units)]
    levels = _by_level(query, leveller, units, typing=typing)
    tiers = [*_whole(query, vocabulary), *levels]
    return Plan(
        tiers=tuple(_nested(tiers)),
        bonuses=tuple(bonuses(query, leveller, vocabulary)),
        did_you_mean=_corrected(query, units, leveller, vocabulary) or query.read_as,
        certain=_certain(query, units, leveller, vocabulary),
    )


def suffices(strict: Plan, asked: SearchFilters, *, matched: int, goods: int) -> bool:
    """Tell whether what has all the words is enough of an answer: a good, or what was typed by its whole name, for
    whoever does not ask for other things than goods.

    Args:
        strict: the plan for all the words.
        asked: what is filtered by.
        matched: documents that have all the words, whatever the filters.
        goods: goods among them.
    """
    wants_goods = not asked.types or DocumentType.GOOD in asked.types
    is_named = any(tier.score >= ALIKE for tier in strict.tiers)
    return bool(goods if wants_goods and not is_named else matched)


def loosened(query: ParsedQuery, vocabulary: Vocabulary, *, strict: Plan | None = None) -> Plan | None:
    """Return the plan for a query whose words no good has all: those that are named with one of them, the more words
    they have the better, then what has at least half of the words somewhere.

    Args:
        query: parsed.
        vocabulary: of the index.
        strict: the plan for all the words, if that finds something else than goods; it stays first.
    """
    if len(query.units) == 1:
        query = taken_apart(query)
    if len(query.units) == 0:
        return None
    leveller = Leveller(vocabulary)
    units = [leveller.of_unit(unit) for unit in query.units]
    met = tuple(node for node in (any_of(upto(levels, Level.FAR)) for levels in units) if node)
    if not met:
        return None
    named = any_of(_named(levels) for levels in units)
    least = (len(query.units) + 1) // 2
    most = [AtLeast(count, met) for count in range(min(len(met), len(query.units) - 1), least - 1, -1)]
    nodes = [all_of([one, named]) for one in most[:_MOST_COUNTS] if one.count > 1] if named else []
    nodes += [named, any_of([named, *most[-1:]]) if most else None]
    above = strict.tiers if strict else ()
    nodes = [any_of([node, *(tier.node for tier in above[-1:])]) for node in dict.fromkeys(nodes) if node]
    tiers = (Tier(SOME_WORDS - TIER_HEIGHT * at, node) for at, node in enumerate(nodes) if node)
    found = (*above, *tiers)
    if len(found) == len(above):
        return None
    corrected = strict.did_you_mean if strict else query.read_as
    return Plan(found, tuple(bonuses(query, leveller, vocabulary)), corrected)


def _certain(query: ParsedQuery, units: Sequence[Levels], leveller: Leveller, vocabulary: Vocabulary) -> Node | None:
    """Return what a thing meets that is what was asked for.

    What the glossary says nobody sells is found in some good's own name, or it is not sold.
    """
    meant = all_of(_meant(unit, levels, leveller) for unit, levels in zip(query.units, units, strict=True))
    if any(unit.is_unsold for unit in query.units):
        return all_of([meant, _GOOD])
    spelled = leveller.readings(leveller.pinyin_chunks(query.syllables))
    together = any_of(leveller.corrections.phrases([word for unit in query.units for word in unit.words]))
    whole = (tier.node for tier in _whole(query, vocabulary))
    return any_of([meant, spelled, together, *whole])


def _meant(unit: Unit, levels: Levels, leveller: Leveller) -> Node | None:
    if unit.is_unsold:
        return any_of(leveller.mainly(unit))
    if unit.is_trade:
        return any_of(upto(levels, Level.BODY))
    least = Level.TAG if unit.words[0].kind is Kind.HAN else Level.PREFIX
    return any_of([*upto(levels, least), *levels.get(Level.TYPO, ())])


def _named(levels: Levels) -> Node | None:
    """Return what has a unit in its name or in what it belongs to; a misspelt one where it is met no better."""
    return any_of(upto(levels, Level.TAG)) or any_of(levels.get(Level.TYPO, ()))


def _whole(query: ParsedQuery, vocabulary: Vocabulary) -> Iterator[Tier]:
    if vocabulary.known("same", query.same):
        yield Tier(SAME, Term("same", query.same))
    written = {query.alike, chinese.as_typed(query.alike)} if query.text.isascii() else set()
    alike = any_of(Term("alike", one) for one in sorted(written) if vocabulary.known("alike", one))
    if alike:
        yield Tier(ALIKE, alike)


def _by_level(query: ParsedQuery, leveller: Leveller, units: Sequence[Levels], *, typing: bool) -> Iterator[Tier]:
    spelled = leveller.readings(leveller.pinyin_chunks(query.syllables))
    put_right = any_of(leveller.corrections.phrases([word for unit in query.units for word in unit.words]))
    for level in Level:
        if typing and level is Level.BODY:
            continue
        if any(levels.get(level) for levels in units) or (spelled and level is Level.LOOSE):
            words = all_of(any_of(upto(levels, level)) for levels in units)
            together = put_right if level >= Level.TYPO else None
            node = any_of([words, spelled if level >= Level.LOOSE else None, together])
            yield from [Tier(ALL_WORDS[level], node)] if node else []


def _nested(tiers: Sequence[Tier]) -> Iterator[Tier]:
    """Make each tier hold the ones above it. Those of levels do so by themselves."""
    whole = [tier for tier in tiers if tier.score > ALL_WORDS[Level.EXACT]]
    for tier in tiers:
        above = [other.node for other in whole if other.score > tier.score]
        node = any_of([tier.node, *above])
        yield from [Tier(tier.score, node)] if node else []


def _corrected(query: ParsedQuery, units: Sequence[Levels], leveller: Leveller, vocabulary: Vocabulary) -> str:
    """Return the query with its misspelt words put right, or nothing where none was or none can be."""
    texts = [
        _corrected_unit(unit, levels, leveller, vocabulary) for unit, levels in zip(query.units, units, strict=True)
    ]
    if not any(texts):
        return ""
    texts = [text or unit.text for text, unit in zip(texts, query.units, strict=True)]
    is_han = all(word.kind is Kind.HAN for unit in query.units for word in unit.words)
    return ("" if is_han else " ").join(texts)


def _corrected_unit(unit: Unit, levels: Levels, leveller: Leveller, vocabulary: Vocabulary) -> str:
    word = unit.words[0]
    if (
        len(unit.words) > 1
        or not levels.get(Level.TYPO)
        or any(levels.get(level) for level in Level if level < Level.TYPO)
    ):
        return ""
    if word.kind is Kind.HAN:
        return next(iter(vocabulary.spelled("nz", word.text)), "")
    split = leveller.corrections.split(word)
    if split:
        return " ".join(vocabulary.shown(form) for form in split)
    return next((vocabulary.shown(form) for form in leveller.corrections.of_word(word)[0]), "")
