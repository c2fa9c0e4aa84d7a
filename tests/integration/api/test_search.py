"""Search and suggestions over the API."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from marketplace.catalog.models import season_mask
from search import indexing
from tests.factories.catalog import GoodFactory

pytestmark = pytest.mark.django_db


def test_the_parts_of_a_suggestion_are_its_name_and_say_what_was_typed(client: Client) -> None:
    GoodFactory.create(name_vi="Trà xanh Lục Xuân", name_zh_hans="绿春绿茶", name_en="Green tea")
    indexing.rebuild()
    found = client.get("/api/v1/suggest", {"q": "tra xa", "lang": "vi"}).json()["suggestions"][0]
    assert "".join(part["text"] for part in found["parts"]) == found["name"] == "Trà xanh Lục Xuân"
    assert [part["text"] for part in found["parts"] if part["is_match"]] == ["Trà", "xa"]
    found = client.get("/api/v1/suggest", {"q": "绿", "lang": "zh-hans"}).json()["suggestions"][0]
    assert [part["text"] for part in found["parts"] if part["is_match"]] == ["绿", "绿"]


def test_a_month_of_harvest_can_be_asked_for(client: Client) -> None:
    GoodFactory.create(name_en="Plum", season_mask=season_mask([7]), price_from=Decimal(3))
    GoodFactory.create(name_en="Plum of winter", season_mask=season_mask([12]), price_from=Decimal(9))
    indexing.rebuild()
    answer = client.get("/api/v1/search?q=plum&month=7").json()
    assert [hit["name"] for hit in answer["hits"]] == ["Plum"]
    assert answer["facets"]["in_season"] == 1
    assert {Decimal(answer["facets"][name]) for name in ("price_min", "price_max")} == {Decimal(3)}
    assert client.get("/api/v1/search?q=plum&month=13").status_code == 400


@pytest.mark.parametrize("q", ["\x00", "a" * 5_000, "\u202e<b>", "(", "e\u0301" * 300, "\U0001f35a"])
def test_hostile_typing_is_answered(client: Client, q: str) -> None:
    GoodFactory.create()
    indexing.rebuild()
    client.raise_request_exception = False
    for path in ("suggest", "search"):
        assert client.get(f"/api/v1/{path}", {"q": q}).status_code in {200, 400, 422}


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("type=goods", "type", ["category", "county", "good", "page", "producer"]),
        ("category=rice&category=%3Cscript%3E", "category", None),
        ("county=a%20b", "county", None),
        ("producer=" + "x" * 65, "producer", None),
        ("&".join(f"county=c{number}" for number in range(33)), "county", None),
        ("in_season=yep", "in_season", ["0", "1", "false", "true"]),
        ("gi=1&gi=2", "gi", ["0", "1", "false", "true"]),
        ("cold_chain=%D9%A1", "cold_chain", ["0", "1", "false", "true"]),
        ("price_min=12,50", "price_min", None),
        ("price_max=-1", "price_max", None),
        ("price_max=1e3", "price_max", None),
        ("sort=cheap", "sort", ["-price", "name", "newest", "price", "relevance"]),
    ],
)
@pytest.mark.parametrize(("lang", "words"), [("vi", "Không đọc được"), ("zh-hans", "无法识别")])
def test_a_filter_whose_value_cannot_be_read_is_refused(
    client: Client, query: str, parameter: str, allowed: list[str] | None, lang: str, words: str
) -> None:
    answer = client.get(f"/api/v1/search?q=plum&lang={lang}&{query}")
    assert answer.status_code == 400
    told = answer.json()
    assert told["code"] == "filter_value_not_valid"
    assert told["data"]["parameter"] == parameter
    assert told["data"].get("allowed") == allowed
    assert parameter in told["detail"]
    assert words in told["detail"]
    assert all(value in told["detail"] for value in allowed or [])


@pytest.mark.parametrize("query", ["category=&gi=&price_min=&sort=&type=", "gi=0&in_season=TRUE&price_max=12.50"])
def test_a_filter_that_is_empty_or_off_is_no_filter(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/search?q=plum&{query}").status_code == 200
