"""Filters are read from whatever an address carries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import QueryDict

from search.filters import SearchFilters


def parsed(query: str) -> SearchFilters:
    return SearchFilters.parse(QueryDict(query), month=8)


def test_filters_are_read_from_an_address() -> None:
    found = parsed(
        "type=good&category=tea&category=fresh-fruit&county=mengzi&producer=mz-guoyuan"
        "&in_season=1&gi=on&cold_chain=true&price_min=0.5&price_max=20.25"
    )
    assert found == SearchFilters(
        types=("good",),
        categories=("tea", "fresh-fruit"),
        counties=("mengzi",),
        producers=("mz-guoyuan",),
        in_season=True,
        month=8,
        gi=True,
        cold_chain=True,
        price_min=Decimal("0.5"),
        price_max=Decimal("20.25"),
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "type=nonsense",
        "category=",
        "category=" + "x" * 65,
        "category=a b",
        "category=%00",
        "category=../../etc",
        'county="or 1=1',
        "gi=0",
        "gi=maybe",
        "price_min=-1",
        "price_min=abc",
        "price_min=1e9",
        "price_min=NaN",
        "price_min=Infinity",
        "price_max=" + "9" * 30,
        "price_max=١٢",
        "in_season=",
        "sort=price",
        "unknown=1",
    ],
)
def test_what_is_malformed_is_dropped(query: str) -> None:
    assert parsed(query) == SearchFilters(month=8)


def test_a_value_given_twice_counts_once_and_too_many_are_cut() -> None:
    assert parsed("category=tea&category=tea").categories == ("tea",)
    assert len(parsed("&".join(f"category=c{n}" for n in range(500))).categories) == 32


def test_a_plain_mapping_will_do() -> None:
    found = SearchFilters.parse({"category": "tea", "county": ["mengzi", "hekou"], "gi": True, "producer": 7}, month=1)
    assert found == SearchFilters(categories=("tea",), counties=("mengzi", "hekou"), gi=True)
