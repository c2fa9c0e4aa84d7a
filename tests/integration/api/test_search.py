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
    assert client.get("/api/v1/search?q=plum&month=13").status_code == 422


@pytest.mark.parametrize("q", ["\x00", "a" * 5_000, "\u202e<b>", "(", "e\u0301" * 300, "\U0001f35a"])
def test_hostile_typing_is_answered(client: Client, q: str) -> None:
    GoodFactory.create()
    indexing.rebuild()
    client.raise_request_exception = False
    for path in ("suggest", "search"):
        assert client.get(f"/api/v1/{path}", {"q": q}).status_code in {200, 400, 422}
