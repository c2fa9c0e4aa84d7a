"""What visitors of such a market ask: half words and whole names in three languages, misspelt, filtered, sorted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pypinyin import Style, lazy_pinyin

from search.analysis.text import fold
from search.documents import LANGUAGES, DocumentType, SearchDocument
from search.filters import SearchFilters
from search.querying import SORTS

_SEED: Final = 8_1_9
_LEAST_TO_MISSPELL: Final = 5  # letters


@dataclass(frozen=True, slots=True)
class Question:
    """Arguments of ``querying.search``; ``kind`` says what it was made as."""

    kind: str
    q: str
    lang: str
    filters: SearchFilters
    sort: str
    page: int


def questions(samples: Sequence[SearchDocument], *, count: int, seed: int = _SEED) -> list[Question]:
    """Make ``count`` different questions: every kind in turn, two thirds filtered, half of them sorted.

    Args:
        samples: goods that are in the index; words, codes and prices come from them.
        count: how many.
        seed: of the pseudo-random choices.
    """
    choose = random.Random(seed)
    found: dict[Question, None] = {}
    for kind, make in _for_ever(_KINDS):
        good = choose.choice(samples)
        found[_asked(kind, make(good, choose), good, choose)] = None
        if len(found) == count:
            break
    return list(found)


def beginnings(samples: Sequence[SearchDocument], *, count: int, seed: int = _SEED) -> list[tuple[str, str]]:
    """Return ``count`` different (text, language) as they stand in the box while a name is typed."""
    choose = random.Random(seed)
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        lang, good = choose.choice(LANGUAGES), choose.choice(samples)
        typed = choose.choice((good.names[lang], fold(good.names[lang]), " ".join(lazy_pinyin(good.names["zh-hans"]))))
        found[typed[: choose.randrange(1, min(len(typed), 16) + 1)], lang] = None
    return list(found)


def _for_ever(
    kinds: Mapping[str, Callable[[SearchDocument, random.Random], str]],
) -> Iterator[tuple[str, Callable[[SearchDocument, random.Random], str]]]:
    while True:
        yield from kinds.items()


def _asked(kind: str, q: str, good: SearchDocument, choose: random.Random) -> Question:
    sort = choose.choice(SORTS) if choose.random() < 1 / 2 else "relevance"
    return Question(kind, q, choose.choice(LANGUAGES), _filters(good, choose), sort, choose.choice((1, 1, 1, 2, 3)))


def _filters(good: SearchDocument, choose: random.Random) -> SearchFilters:
    price = good.price or Decimal(1)
    some: list[dict[str, object]] = [
        {"types": (str(DocumentType.GOOD),)},
        {"categories": good.categories[-1:]},
        {"counties": (good.county,)},
        {"in_season": True},
        {"price_min": price / 2, "price_max": price * 2},
        {"gi": True},
    ]
    picked = choose.sample(some, k=choose.choice((0, 1, 2)))
    values: dict[str, object] = {name: value for one in picked for name, value in one.items()}
    return SearchFilters(month=choose.randrange(1, 13), **values)  # type: ignore[arg-type]  # each name has its type above


def _word(good: SearchDocument, choose: random.Random, lang: str) -> str:
    return choose.choice(good.names[lang].split())


def _half(good: SearchDocument, choose: random.Random) -> str:
    name = good.names["zh-hans"]
    at = choose.randrange(max(len(name) - 1, 1))
    return name[at : at + 2]


def _misspelt(good: SearchDocument, choose: random.Random) -> str:
    words = [one for one in fold(good.names[choose.choice(("vi", "en"))]).split() if len(one) >= _LEAST_TO_MISSPELL]
    word = choose.choice(words or ["pomegranate"])
    at = choose.randrange(1, len(word) - 1)
    return choose.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))


def _spelt(good: SearchDocument, choose: random.Random) -> str:
    name = good.names["zh-hans"]
    at = choose.randrange(max(len(name) - 2, 1))
    return "".join(lazy_pinyin(name[at : at + 3]))


_KINDS: Final[Mapping[str, Callable[[SearchDocument, random.Random], str]]] = {
    "zh name": lambda good, _: good.names["zh-hans"],
    "vi name": lambda good, _: good.names["vi"],
    "en name": lambda good, _: good.names["en"],
    "zh half word": _half,
    "vi word": lambda good, choose: _word(good, choose, "vi"),
    "vi without marks": lambda good, _: fold(good.names["vi"]),
    "en word": lambda good, choose: _word(good, choose, "en"),
    "pinyin": _spelt,
    "initials": lambda good, _: "".join(lazy_pinyin(good.names["zh-hans"], style=Style.FIRST_LETTER))[:4],
    "misspelt": _misspelt,
    "HS code": lambda good, choose: good.hs_code[: choose.choice((2, 4, 6, 8))],
    "county and word": lambda good, choose: f"{good.county_names['vi']} {_word(good, choose, 'vi')}",
    "producer": lambda good, _: good.producer_names["zh-hans"],
    "two languages": lambda good, choose: f"{good.county_names['zh-hans'][:2]} {_word(good, choose, 'en')}",
}
