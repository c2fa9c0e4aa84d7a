"""Every good of the market is among the first three for what people would type for it, in each way of typing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pypinyin import lazy_pinyin

from search import querying
from search.analysis.text import fold
from search.documents import SearchDocument
from tests.integration.search import market

pytestmark = pytest.mark.usefixtures("market_site")
GOODS = [one for one in market.published() if one.type == "good"]
TRADITIONAL = str.maketrans(
    "红绿银锡壶乌铜芦荞麦颗树紫陶篮绣线织杨汁豌腌", "紅綠銀錫壺烏銅蘆蕎麥顆樹紫陶籃繡線織楊汁豌醃"
)


def main_part(text: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]", " ", text).strip()


def chinese(good: SearchDocument) -> str:
    return main_part(good.names["zh-hans"])


def vietnamese(good: SearchDocument) -> str:
    return main_part(good.names["vi"])


def english(good: SearchDocument) -> str:
    return main_part(good.names["en"]).split(",")[0]


def pinyin(good: SearchDocument) -> str:
    return "".join(lazy_pinyin(re.sub(r"[^一-鿿]", "", chinese(good))))


def spaced_pinyin(good: SearchDocument) -> str:
    return " ".join(lazy_pinyin(re.sub(r"[^一-鿿]", "", chinese(good))))


def without_marks(good: SearchDocument) -> str:
    return " ".join(fold(word) for word in vietnamese(good).lower().split())


def shuffled(good: SearchDocument) -> str:
    return " ".join(sorted(vietnamese(good).split()))


def wrong_letter(good: SearchDocument) -> str:
    """English with the longest word misspelt: one letter lost from its middle."""
    words = english(good).split()
    longest = max(words, key=len)
    at = len(longest) // 2
    return " ".join(word if word != longest else longest[:at] + longest[at + 1 :] for word in words)


def unfinished(good: SearchDocument) -> str:
    return english(good)[:-2]


def in_traditional(good: SearchDocument) -> str:
    return chinese(good).translate(TRADITIONAL)


def in_capitals(good: SearchDocument) -> str:
    return english(good).upper()


def number(good: SearchDocument) -> str:
    return good.sku.lower()


def with_county(good: SearchDocument) -> str:
    """What a buyer who knows the place types: its English name and the good's Chinese one."""
    return f"{good.county_names['en']} {chinese(good)}"


WAYS: list[tuple[Callable[[SearchDocument], str], float]] = [
    (chinese, 1.0),
    (in_traditional, 1.0),
    (pinyin, 1.0),
    (spaced_pinyin, 0.97),
    (vietnamese, 1.0),
    (without_marks, 1.0),
    (shuffled, 0.97),
    (english, 1.0),
    (in_capitals, 1.0),
    (unfinished, 0.95),
    (wrong_letter, 0.95),
    (number, 1.0),
    (with_county, 0.97),
]


@pytest.mark.parametrize(("way", "floor"), WAYS, ids=[way.__name__ for way, _ in WAYS])
def test_a_good_is_among_the_first_three(way: Callable[[SearchDocument], str], floor: float) -> None:
    missed = [(good.sku, way(good)) for good in GOODS if good.sku not in _first_three(way(good))]
    assert len(GOODS) == 69
    assert 1 - len(missed) / len(GOODS) >= floor, missed


def _first_three(q: str) -> list[str]:
    return [hit.sku for hit in querying.search(q=q, lang="vi", size=3).hits]


@pytest.mark.parametrize("good", GOODS, ids=[good.sku for good in GOODS])
def test_a_good_is_offered_before_its_name_is_finished(good: SearchDocument) -> None:
    for name in (vietnamese(good), without_marks(good), english(good), chinese(good)):
        typed = name[: -(-len(name) * 3 // 4)]
        assert good.sku in [one.sku for one in querying.suggest(q=typed, lang="en", limit=10)], typed
