"""Sorting, ties and paging."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from search import indexing, querying
from search.querying import SearchResult
from tests.integration.search.conftest import Make, Shelf


def keys(result: SearchResult) -> list[str]:
    return [hit.sku for hit in result.hits]


def ask(*, sort: str = "relevance", page: int = 1, size: int = 24, lang: str = "en", q: str = "tea") -> SearchResult:
    return querying.search(q=q, lang=lang, sort=sort, page=page, size=size)


def test_what_matches_alike_is_ordered_by_popularity_then_number(site: Shelf, make: Make) -> None:
    site.put(
        make("C", "green tea", popularity=5),
        make("B", "green tea", popularity=7),
        make("A", "green tea", popularity=5),
    )
    indexing.rebuild()
    assert keys(ask()) == ["B", "A", "C"]


def test_a_better_match_stands_before_a_more_popular_one(site: Shelf, make: Make) -> None:
    site.put(
        make("BODY", "cup", popularity=9_999, bodies={"en": "for tea"}),
        make("TAG", "caddy", popularity=999, category_names={"en": "tea"}),
        make("NAME", "tea caddy", popularity=99),
        make("HEAD", "green tea", popularity=9),
        make("SAME", "tea", popularity=0),
    )
    indexing.rebuild()
    assert keys(ask()) == ["SAME", "HEAD", "NAME", "TAG", "BODY"]


def test_words_that_stand_together_come_before_words_apart(site: Shelf, make: Make) -> None:
    site.put(make("APART", "blue big cup", popularity=9), make("TOGETHER", "big blue cup"))
    indexing.rebuild()
    assert keys(ask(q="big blue")) == ["TOGETHER", "APART"]


def test_prices_sort_both_ways_and_things_without_a_price_come_last(site: Shelf, make: Make) -> None:
    prices = {"A": Decimal("12.5"), "B": Decimal("0.304"), "C": None, "D": Decimal(100), "E": Decimal("0.304")}
    site.put(*(make(key, "tea", price=price) for key, price in prices.items()))
    indexing.rebuild()
    assert keys(ask(sort="price")) == ["B", "E", "A", "D", "C"]
    assert keys(ask(sort="-price")) == ["D", "A", "B", "E", "C"]


def test_the_newest_come_first_and_what_has_no_date_last(site: Shelf, make: Make) -> None:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    dates = {"A": day, "B": day + timedelta(days=1), "C": None, "D": day - timedelta(days=400)}
    site.put(*(make(key, "tea", created_at=date) for key, date in dates.items()))
    indexing.rebuild()
    assert keys(ask(sort="newest")) == ["B", "A", "D", "C"]


def test_names_sort_as_readers_of_the_language_expect(site: Shelf, make: Make) -> None:
    vi = {"A": "trà đen", "B": "trà dừa", "C": "trà ấm", "D": "trà an", "E": "trà ăn"}
    zh = {"A": "茶石榴", "B": "茶豆腐", "C": "茶梨", "D": "茶绿", "E": "茶蕉"}
    site.put(*(make(key, names={"vi": vi[key], "zh-hans": zh[key], "en": f"tea {key}"}) for key in vi))
    indexing.rebuild()
    assert keys(ask(sort="name", lang="vi")) == ["D", "E", "C", "B", "A"]
    assert keys(ask(sort="name", lang="zh-hans")) == ["B", "E", "C", "D", "A"]
    assert keys(ask(sort="name", lang="en")) == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize("sort", ["", "nonsense", "price desc", "__class__", "name_vi", "\x00"])
def test_an_unknown_order_is_relevance(site: Shelf, make: Make, sort: str) -> None:
    site.put(make("A", "green tea", price=Decimal(2)), make("B", "tea", price=Decimal(9)))
    indexing.rebuild()
    assert keys(ask(sort=sort)) == keys(ask()) == ["B", "A"]


@pytest.mark.parametrize("sort", querying.SORTS)
def test_pages_hold_every_hit_once_and_in_one_order(site: Shelf, make: Make, sort: str) -> None:
    site.put(
        *(
            make(f"S{n:03}", "green tea" if n % 3 else "tea caddy", popularity=n % 4, price=Decimal(n % 7))
            for n in range(95)
        )
    )
    indexing.rebuild()
    everything = keys(ask(size=100, sort=sort))
    paged = [key for page in range(1, 11) for key in keys(ask(page=page, size=10, sort=sort))]
    assert len(everything) == len(set(everything)) == 95
    assert paged == everything


def test_the_order_is_the_same_however_the_index_came_about(site: Shelf, make: Make) -> None:
    goods = [make(f"S{n:02}", "green tea", popularity=n % 5) for n in range(12)]
    site.put(*goods)
    indexing.rebuild()
    at_once = keys(ask(size=100))
    for one in reversed(goods):
        indexing.upsert([one.id])
    assert keys(ask(size=100)) == at_once


@pytest.mark.parametrize(
    ("page", "size", "told"),
    [
        (0, 24, (1, 24)),
        (-5, 24, (1, 24)),
        (1, 0, (1, 1)),
        (1, 10**9, (1, 100)),
        (10**9, 24, (41, 24)),
        (10**18, 100, (10, 100)),
    ],
)
def test_pages_and_sizes_out_of_bounds_are_brought_within(
    site: Shelf, make: Make, page: int, size: int, told: tuple[int, int]
) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    result = ask(page=page, size=size)
    assert (result.page, result.size) == told
    assert result.total == 1


def test_a_page_behind_the_last_is_empty_but_knows_the_total(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    result = ask(page=3)
    assert (result.total, result.hits) == (1, ())
