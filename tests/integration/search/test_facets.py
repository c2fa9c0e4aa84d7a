"""Filters cut the hits down; a facet counts what each of its choices would bring."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from search import querying
from search.documents import SearchDocument
from search.querying import SearchFilters, SearchResult
from tests.integration.search import market

pytestmark = pytest.mark.usefixtures("market_site")
FRUIT = ("fresh-fruit",)


def ask(q: str, **filters: object) -> SearchResult:
    return querying.search(q=q, lang="en", size=100, filters=SearchFilters(**{"month": 8} | filters))  # type: ignore[arg-type]


def found(result: SearchResult) -> list[SearchDocument]:
    by_id = {one.id: one for one in market.published()}
    return [by_id[hit.id] for hit in result.hits]


def test_counts_are_those_of_the_hits() -> None:
    result = ask("蒙自")
    hits = found(result)
    assert result.total == len(hits) > 5
    assert result.facets.type == Counter(str(one.type) for one in hits)
    assert result.facets.category == Counter(code for one in hits for code in one.categories)
    assert result.facets.county == Counter(one.county for one in hits if one.county)
    assert result.facets.producer == Counter(one.producer for one in hits if one.producer)
    assert result.facets.in_season == sum(8 in one.season_months for one in hits)
    assert result.facets.gi == sum(one.gi for one in hits)
    assert result.facets.cold_chain == sum(one.cold_chain for one in hits)
    prices = [one.price for one in hits if one.price is not None]
    assert (result.facets.price_min, result.facets.price_max) == (min(prices), max(prices))


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        ({"types": ("good",)}, lambda one: one.type == "good"),
        ({"types": ("county", "producer")}, lambda one: one.type in {"county", "producer"}),
        ({"categories": FRUIT}, lambda one: "fresh-fruit" in one.categories),
        ({"categories": ("juice", "herbs")}, lambda one: {"juice", "herbs"} & set(one.categories)),
        ({"counties": ("mengzi",)}, lambda one: one.county == "mengzi"),
        ({"producers": ("mz-guoyuan",)}, lambda one: one.producer == "mz-guoyuan"),
        ({"in_season": True, "month": 2}, lambda one: 2 in one.season_months),
        ({"gi": True}, lambda one: one.gi),
        ({"cold_chain": True}, lambda one: one.cold_chain),
        ({"price_min": Decimal("1.25")}, lambda one: one.price is not None and one.price >= Decimal("1.25")),
        ({"price_max": Decimal("1.25")}, lambda one: one.price is not None and one.price <= Decimal("1.25")),
        ({"categories": FRUIT, "gi": True}, lambda one: "fresh-fruit" in one.categories and one.gi),
        ({"counties": ("nowhere",)}, lambda _: False),
    ],
)
def test_a_filter_lets_through_what_it_says(filters: dict[str, object], passes: object) -> None:
    everything = found(ask("蒙自"))
    left = found(ask("蒙自", **filters))
    assert left == [one for one in everything if passes(one)]  # type: ignore[operator]


def test_a_facet_ignores_its_own_filter_and_heeds_the_others() -> None:
    everything, narrowed = ask("honghe"), ask("honghe", counties=("honghe",), gi=True)
    only_gi, only_county = ask("honghe", gi=True), ask("honghe", counties=("honghe",))
    assert narrowed.facets.county == only_gi.facets.county
    assert narrowed.facets.gi == only_county.facets.gi
    assert narrowed.facets.category == Counter(code for one in found(narrowed) for code in one.categories)
    assert everything.total > narrowed.total


def test_each_flag_ignores_itself_but_not_the_other_flags() -> None:
    plain, gi, cold = ask("石榴"), ask("石榴", gi=True), ask("石榴", cold_chain=True)
    both = ask("石榴", gi=True, cold_chain=True)
    assert both.facets.gi == cold.facets.gi
    assert both.facets.cold_chain == gi.facets.cold_chain
    assert plain.facets.gi >= both.facets.gi


def test_the_price_range_shown_ignores_the_price_chosen() -> None:
    plain, cheap = ask("tea"), ask("tea", price_max=Decimal(20))
    assert cheap.total < plain.total
    assert (cheap.facets.price_min, cheap.facets.price_max) == (plain.facets.price_min, plain.facets.price_max)


def test_where_nothing_has_a_price_there_is_no_price_range() -> None:
    facets = ask("蒙自", types=("county",)).facets
    assert (facets.price_min, facets.price_max) == (None, None)


def test_a_season_is_that_of_the_month_asked_for() -> None:
    by_month = [ask("河口", types=("good",), month=month) for month in range(1, 13)]
    assert [one.facets.in_season for one in by_month] == [
        sum(month in one.season_months for one in found(by_month[0])) for month in range(1, 13)
    ]
    assert len({one.facets.in_season for one in by_month}) > 1


def test_filters_cannot_smuggle_a_query() -> None:
    for code in ("*", "tea OR coffee", "a\x00b", '"', "\ud800", "x" * 10_000):
        assert ask("石榴", categories=(code,)).total == 0


def test_unpublished_goods_are_in_no_count() -> None:
    assert ask("honghe").facets.category.get("egg-honey-meat", 0) == 0
    assert ask("元阳").facets.producer == Counter(one.producer for one in found(ask("元阳")) if one.producer)


@pytest.mark.parametrize("codes", [("not a code",), ('fresh-fruit" OR type:"good',), ("",), ("*",), ("]",)])
def test_what_cannot_be_a_code_passes_nothing_and_is_never_read_as_a_query(codes: tuple[str, ...]) -> None:
    free, result = ask("蒙自"), ask("蒙自", categories=codes)
    assert (result.total, result.hits, result.facets.county) == (0, (), {})
    assert result.facets.category == free.facets.category
    mixed = ask("蒙自", categories=(*codes, "fresh-fruit"), counties=codes)
    assert mixed.total == 0
    assert mixed.facets.county == ask("蒙自", categories=FRUIT).facets.county != {}


@pytest.mark.parametrize(("low", "high"), [("-5", None), (None, "-1"), ("9", "1"), ("0", "999999999")])
def test_any_prices_may_bound_a_search(low: str | None, high: str | None) -> None:
    bounds = {"price_min": low and Decimal(low), "price_max": high and Decimal(high)}
    result = ask("蒙自", **{name: bound for name, bound in bounds.items() if bound is not None})
    priced = [one.price for one in found(ask("蒙自")) if one.price is not None]
    passing = [one for one in priced if Decimal(low or -9) <= one <= Decimal(high or 10**9)]
    assert result.total == len(passing)
    assert (result.facets.price_min, result.facets.price_max) == (min(priced), max(priced))
