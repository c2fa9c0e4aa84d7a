"""Who asks too often is told so, when to come back, and in her language; programs get it as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from marketplace.catalog.models import Pack
from marketplace.limits import rates
from marketplace.limits.models import Counter
from marketplace.web import process_cache
from search import indexing
from tests.integration.scenes import signed_in_buyer, text_of

POLICY = re.compile(r'"[a-z-]+";q=[0-9]+;w=[0-9]+')
STATE = re.compile(r'"[a-z-]+";r=[0-9]+;t=[0-9]+')


LOWERED = (rates.SEARCHES, rates.SUGGESTIONS, rates.API, rates.ORDERS, rates.HAND_OVERS, rates.SIGN_UPS)


@pytest.fixture(autouse=True)
def _few(pack: Pack) -> Iterator[None]:
    """Few enough to be used up quickly."""
    before = [rate.quota for rate in LOWERED]
    for rate in LOWERED:
        object.__setattr__(rate, "quota", 3)
    yield
    for rate, quota in zip(LOWERED, before, strict=True):
        object.__setattr__(rate, "quota", quota)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("vi", "Vui lòng đợi 1 phút"), ("zh-hans", "请等待 1 分钟"), ("en", "Please wait a minute")],
)
def test_searches_are_limited_and_the_page_says_how_long_to_wait(client: Client, code: str, sentence: str) -> None:
    for number in range(3):
        assert client.get(f"/{code}/search/?q=rice{number}").status_code == 200
    refused = client.get(f"/{code}/search/?q=rice9")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "20"
    assert "no-store" in refused["Cache-Control"]
    assert sentence in text_of(refused)
    other = Client(REMOTE_ADDR="203.0.113.7").get(f"/{code}/search/?q=rice9")
    assert other.status_code == 200


def test_kept_pages_and_the_empty_search_are_not_counted(client: Client) -> None:
    indexing.rebuild()  # while the engine is away no page of a search is kept
    for _ in range(9):
        assert client.get("/vi/search/?q=rice").status_code == 200
        assert client.get("/vi/search/?none=1").status_code == 200
        assert client.get("/vi/goods/").status_code == 200


def test_an_account_has_a_quota_of_its_own(client: Client) -> None:
    for number in range(4):
        client.get(f"/vi/search/?q=rice{number}")
    assert client.get("/vi/search/?q=rice9").status_code == 429
    signed_in_buyer(client)
    assert client.get("/vi/search/?q=rice9").status_code == 200
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    elsewhere.cookies = client.cookies
    statuses = [elsewhere.get(f"/vi/search/?q=rice{number}").status_code for number in range(3)]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    ("path", "name"), [("search?q=rice", "search"), ("suggest?q=ri", "suggest"), ("goods", "api")]
)
def test_the_api_says_what_is_left_and_refuses_in_json(client: Client, path: str, name: str) -> None:
    for left in (2, 1, 0):
        answer = client.get(f"/api/v1/{path}")
        assert POLICY.fullmatch(answer["RateLimit-Policy"])
        assert STATE.fullmatch(answer["RateLimit"])
        assert answer["RateLimit"].startswith(f'"{name}";r={left};t=')
    for language, word in (("vi", "giây"), ("zh-hans", "秒"), ("en", "seconds"), ("tlh", "seconds")):
        refused = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}lang={language}")
        assert refused.status_code == 429
        assert refused["Content-Type"] == "application/json"
        assert refused["RateLimit"].startswith(f'"{name}";r=0;t=')
        problem = refused.json()
        assert problem["code"] == "too_many_requests"
        assert word in problem["detail"]
        assert str(problem["data"]["retry_after"]) == refused["Retry-After"] == "20"


def test_orders_are_counted_in_the_database_for_the_account(client: Client) -> None:
    signed_in_buyer(client)
    client.get("/vi/checkout/")
    assert not Counter.objects.exists()
    statuses = [client.post("/vi/checkout/", {}).status_code for _ in range(4)]
    assert statuses[-1] == 429
    assert 429 not in statuses[:3]
    process_cache.clear()  # another process
    assert client.post("/api/v1/orders", {}, content_type="application/json").status_code == 429


@pytest.mark.parametrize("address", ["/kiosk/take/AAAAABBBBB/", "/kiosk/take/?code=AAAAABBBBB"])
def test_codes_of_the_kiosk_are_not_tried_out(client: Client, address: str) -> None:
    statuses = [client.get(address).status_code for _ in range(4)]
    process_cache.clear()
    assert statuses[-1] == client.get(address).status_code == 429
    assert client.get("/kiosk/take/").status_code == 200


def test_sign_ups_are_limited(client: Client) -> None:
    statuses = [client.post("/vi/account/signup/", {}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
