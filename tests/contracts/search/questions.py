"""Questions as people put them, made by a die from what the market holds: whole names, parts, misspelt, in pinyin."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from pypinyin import Style, lazy_pinyin

from search.analysis.text import fold
from search.documents import LANGUAGES, DocumentType, SearchDocument
from search.engines.base import SearchRequest
from search.filters import SearchFilters
from search.querying import SORTS

Dice = random.Random
NOISE = ("zzzz", "cheap", "石", "的", "\x00", "()*", "10kg", "2008", "của", "x" * 300, "🍎", "và", "fresh")


def requests(documents: Sequence[SearchDocument], *, count: int, seed: int) -> Iterator[SearchRequest]:
    """Yield ``count`` questions about the documents; the same for the same seed."""
    dice = Dice(seed)
    for _ in range(count):
        sort = dice.choice(SORTS) if dice.random() < 0.4 else "relevance"
        size = dice.choice((1, 3, 10, 24, 100))
        page = dice.choice((1, 1, 1, 2, 3))
        lang = dice.choice(LANGUAGES)
        yield SearchRequest(typed(dice, documents), lang, filters(dice, documents), sort, page, size)


def typed(dice: Dice, documents: Sequence[SearchDocument]) -> str:
    """Return what somebody may type who means one or two of the documents."""
    parts = [_way(dice)(dice, _text(dice, dice.choice(documents))) for _ in range(dice.choice((1, 1, 1, 2)))]
    if dice.random() < 0.15:
        parts.insert(dice.randrange(len(parts) + 1), dice.choice(NOISE))
    return " ".join(parts)


def _text(dice: Dice, document: SearchDocument) -> str:
    of_it = [document.names, document.county_names, document.category_names, document.producer_names, document.bodies]
    texts = [text for some in (of_it[0], of_it[0], *of_it) for text in some.values() if text]
    return dice.choice([*texts, document.sku or "sku", document.hs_code or "0902"])


def _whole(_: Dice, text: str) -> str:
    return text


def _word(dice: Dice, text: str) -> str:
    return dice.choice(text.split() or [text])


def _slice(dice: Dice, text: str) -> str:
    start = dice.randrange(len(text))
    return text[start : start + dice.randrange(1, 7)]


def _begun(dice: Dice, text: str) -> str:
    word = _word(dice, text)
    return word[: dice.randrange(1, len(word) + 1)]


def _misspelt(dice: Dice, text: str) -> str:
    word = _word(dice, text)
    at = dice.randrange(len(word))
    return word[:at] + dice.choice(("", word[at] * 2, "e", "留", dice.choice("aiou"))) + word[at + 1 :]


def _swapped(dice: Dice, text: str) -> str:
    word = _word(dice, text)
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def _folded(dice: Dice, text: str) -> str:
    return " ".join(fold(word) for word in _some(dice, text).lower().split())


def _decomposed(dice: Dice, text: str) -> str:
    return unicodedata.normalize("NFD", _some(dice, text))


def _capitals(dice: Dice, text: str) -> str:
    return _some(dice, text).upper()


def _pinyin(dice: Dice, text: str) -> str:
    return dice.choice(("", " ")).join(lazy_pinyin(text[:6]))


def _initials(_: Dice, text: str) -> str:
    return "".join(lazy_pinyin(text[:4], style=Style.FIRST_LETTER))


def _some(dice: Dice, text: str) -> str:
    words = text.split()
    return " ".join(words[dice.randrange(len(words)) :][: dice.randrange(1, 5)]) if words else text


def _shuffled(dice: Dice, text: str) -> str:
    words = _some(dice, text).split()
    return " ".join(dice.sample(words, len(words)))


_WAYS: tuple[Callable[[Dice, str], str], ...] = (
    _whole,
    _word,
    _slice,
    _begun,
    _misspelt,
    _swapped,
    _folded,
    _decomposed,
    _capitals,
    _pinyin,
    _initials,
    _some,
    _shuffled,
)


def _way(dice: Dice) -> Callable[[Dice, str], str]:
    return dice.choice(_WAYS)


def filters(dice: Dice, documents: Sequence[SearchDocument]) -> SearchFilters:
    """Return filters, mostly none or few, of values that some document has."""
    some = dice.sample(list(documents), 3)

    def seldom() -> bool:
        return dice.random() < 0.12

    return SearchFilters(
        types=tuple(dice.sample([str(one) for one in DocumentType], 2)) if seldom() else (),
        categories=tuple({code for one in some for code in one.categories}) if seldom() else (),
        counties=tuple({one.county for one in some if one.county}) if seldom() else (),
        producers=tuple({one.producer for one in some if one.producer}) if seldom() else (),
        in_season=seldom(),
        month=dice.randrange(1, 13),
        gi=seldom(),
        cold_chain=seldom(),
        price_min=Decimal(dice.randrange(5)) if seldom() else None,
        price_max=Decimal(dice.randrange(5, 40)) if seldom() else None,
    )
