"""What is offered while somebody types."""

from __future__ import annotations

import pytest

from search.querying import SearchFilters, search, suggest
from tests.integration.search import market

pytestmark = pytest.mark.usefixtures("market_site")


def skus(q: str, limit: int = 8) -> list[str]:
    return [one.sku for one in suggest(q=q, lang="en", limit=limit)]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("石", "HH-SP-001"),
        ("石榴", "HH-MZ-001"),
        ("shil", "HH-MZ-001"),
        ("sl", "HH-MZ-001"),
        ("mengzi shi", "HH-MZ-001"),
        ("lự", "HH-MZ-001"),
        ("luu n", "HH-MZ-001"),
        ("gạo đ", "HH-YY-001"),
        ("gao d", "HH-YY-001"),
        ("pome", "HH-MZ-001"),
        ("purple pot", "HH-JS-001"),
        ("pomegranit", "HH-MZ-001"),
        ("thơm", "HH-HK-002"),
    ],
)
def test_an_unfinished_word_is_completed(q: str, expected: str) -> None:
    assert expected in skus(q, limit=20)


def test_a_whole_word_is_completed_as_well() -> None:
    assert {"HH-LC-002", "HH-JS-001"} <= set(skus("tea", limit=20))  # black tea, and teapot


def test_goods_categories_counties_and_producers_are_offered() -> None:
    assert {one.type for one in suggest(q="tea", lang="en", limit=20)} >= {"good", "category"}
    assert {one.type for one in suggest(q="mengz", lang="en", limit=20)} >= {"good", "county", "producer"}


@pytest.mark.parametrize(
    ("lang", "text", "url"),
    [
        ("vi", "Đậu phụ Thạch Bình", "/vi/goods/shiping-tofu/"),
        ("zh-hans", "石屏豆腐", "/zh-hans/goods/shiping-tofu/"),
    ],
)
def test_offers_speak_the_language_of_the_page(lang: str, text: str, url: str) -> None:
    first = suggest(q="dau phu", lang=lang)[0]
    assert (first.text, first.url, first.type) == (text, url, "good")


@pytest.mark.parametrize(("limit", "count"), [(3, 3), (0, 1), (-1, 1), (10**6, 20)])
def test_no_more_are_offered_than_asked_for(limit: int, count: int) -> None:
    assert len(suggest(q="m", lang="en", limit=limit)) == count


def test_no_name_is_offered_twice() -> None:
    for q in ("m", "h", "t", "石", "c"):
        texts = [one.text for one in suggest(q=q, lang="en", limit=20)]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("q", ["", " ", "\x00", "***", "zzzzqq", "\ud800"])
def test_nothing_is_offered_for_nothing(q: str) -> None:
    assert suggest(q=q, lang="en") == []


def test_unpublished_goods_are_not_offered() -> None:
    hidden = {one.sku for one in market.documents() if not one.published}
    assert len(hidden) == 2
    for q in ("HH-YY-003", "咸鸭", "trung vit", "honghe county dried b", "牛干"):
        assert not hidden & set(skus(q, limit=20))


def test_a_search_that_finds_nothing_offers_names() -> None:
    nowhere = SearchFilters(counties=("shiping",))
    assert search(q="banana chi", lang="en").suggestions == ()
    found = search(q="banana chi", lang="en", filters=nowhere)
    assert found.total == 0
    assert found.suggestions[0].sku == "HH-HK-005"
