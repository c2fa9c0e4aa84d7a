"""A visit at a touch screen: apart from the market's session, in its own pages, and forgotten by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.catalog.models import GoodStatus, Pack
from marketplace.kiosk import services
from marketplace.kiosk.models import HandedBasket, KioskVisit
from marketplace.kiosk.tasks import forget_idle_visits
from marketplace.kiosk.visit import COOKIE
from marketplace.orders.models import Basket, BasketOwner
from marketplace.orders.services.basket import add_to_basket
from tests.factories.catalog import PackFactory
from tests.integration.scenes import signed_in_buyer, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.differs]

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)


@pytest.fixture
def pack() -> Pack:
    pack: Pack = PackFactory.create()
    return pack


def begin(client: Client, language: str = "vi") -> Any:
    return client.post(f"/kiosk/begin/{language}/")


def add(client: Client, pack: Pack) -> Any:
    return client.post("/kiosk/list/add/", {"pack": pack.sku})


def rest(seconds: float) -> None:
    """Let every visit have been seen so long before the present."""
    for visit in KioskVisit.objects.all():
        visit.begun_at -= timedelta(seconds=seconds)
        visit.seen_at -= timedelta(seconds=seconds)
        visit.save()


def limit() -> float:
    return services.visits.idle_limit().total_seconds()


def test_who_looks_at_the_touch_screen_stays_signed_in_and_keeps_her_basket(client: Client, pack: Pack) -> None:
    member = signed_in_buyer(client)
    add_to_basket(owner=BasketOwner.of_user(member.user), pack_sku=pack.sku, quantity=pack.moq, now=NOW)
    begin(client)
    add(client, pack)
    client.post("/kiosk/wipe/")
    assert client.get("/vi/account/").status_code == 200
    assert Basket.objects.of_owner(BasketOwner.of_user(member.user)).get().lines.count() == 1


def test_a_visitors_basket_in_the_shop_outlives_a_visit_at_the_screen(client: Client, pack: Pack) -> None:
    client.post("/vi/basket/add/", {"pack": pack.sku, "quantity": str(pack.moq)})
    begin(client)
    client.post("/kiosk/wipe/")
    assert pack.sku in client.get("/vi/basket/").content.decode()


def test_the_market_learns_nothing_of_a_visit(client: Client, pack: Pack) -> None:
    begin(client)
    add(client, pack)
    assert "sessionid" not in client.cookies
    assert client.cookies[COOKIE]["path"] == "/kiosk/"
    assert client.cookies[COOKIE]["httponly"]
    assert not client.cookies[COOKIE]["max-age"]
    assert not KioskVisit.objects.filter(key_digest=client.cookies[COOKIE].value).exists()


@pytest.mark.parametrize("way", ["wipe", "begin"])
def test_an_ended_visit_leaves_nothing_behind(client: Client, pack: Pack, way: str) -> None:
    begin(client)
    add(client, pack)
    before = client.cookies[COOKIE].value
    client.post("/kiosk/wipe/" if way == "wipe" else "/kiosk/begin/en/")
    assert not Basket.objects.exists()
    client.cookies[COOKIE] = before
    assert client.get("/kiosk/list/").headers["Location"] == "/kiosk/"


def test_a_screen_whose_wipe_never_came_shows_the_next_visitor_nothing(client: Client, pack: Pack) -> None:
    begin(client)
    add(client, pack)
    rest(limit() + 1)
    found = client.get("/kiosk/list/")
    assert (found.status_code, found.headers["Location"]) == (302, "/kiosk/")
    assert client.cookies[COOKIE].value == ""
    assert not KioskVisit.objects.exists()
    assert not Basket.objects.exists()


def test_a_visit_is_forgotten_though_nobody_touches_that_screen_again(client: Client, pack: Pack) -> None:
    begin(client)
    add(client, pack)
    seen = KioskVisit.objects.get().seen_at
    assert forget_idle_visits(now=seen + timedelta(seconds=limit())) is None
    assert KioskVisit.objects.exists()
    forget_idle_visits(now=seen + timedelta(seconds=limit() + 1))
    assert not KioskVisit.objects.exists()
    assert not Basket.objects.exists()


def test_a_list_on_its_way_to_a_phone_outlives_its_visit(client: Client, pack: Pack) -> None:
    begin(client)
    add(client, pack)
    client.post("/kiosk/hand-over/")
    client.post("/kiosk/wipe/")
    assert HandedBasket.objects.get().lines.count() == 1


def test_a_touch_keeps_a_visit_whose_reader_asks_for_no_page(client: Client) -> None:
    begin(client)
    for _time in range(3):
        rest(limit() - 1)
        assert client.post("/kiosk/touch/").status_code == 204
    rest(limit() + 1)
    assert client.post("/kiosk/touch/").status_code == 410


def test_a_stranger_cannot_guess_or_take_over_a_visit(client: Client, pack: Pack) -> None:
    begin(client)
    add(client, pack)
    for guess in ("", "x", "\x00", "é" * 43, KioskVisit.objects.get().key_digest, "x" * 9000):
        client.cookies[COOKIE] = guess
        assert client.get("/kiosk/list/").status_code == 302
        client.post("/kiosk/wipe/")
    assert KioskVisit.objects.count() == 1


def test_a_wall_clock_that_was_set_back_breaks_no_visit() -> None:
    key = services.begin(language="vi", instead_of="", now=NOW)
    assert services.look_up(key=key, now=NOW - timedelta(hours=1)) is not None


def test_many_idle_visits_are_forgotten_in_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _number in range(20):
        services.begin(language="vi", instead_of="", now=NOW)
    with django_assert_max_num_queries(10):
        assert services.forget_idle(now=NOW + timedelta(hours=1)) == 20


@pytest.mark.parametrize(("language", "words"), [("vi", "Sản phẩm này không còn ở đây"), ("zh-hans", "该商品已下架")])
def test_a_withdrawn_good_has_a_page_of_the_kiosk_that_clears_itself(
    client: Client, pack: Pack, language: str, words: str
) -> None:
    begin(client, language)
    pack.good.status = GoodStatus.WITHDRAWN
    pack.good.save()
    shown = client.get(f"/kiosk/goods/{pack.good.slug}/")
    assert shown.status_code == 404
    assert words in text_of(shown)
    assert_is_a_page_of_the_kiosk(shown)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/kiosk/nowhere/", 404),
        ("put", "/kiosk/list/add/", 405),
        ("post", "/kiosk/goods/", 405),
        ("post", "/kiosk/list/add/", 404),
        ("post", "/kiosk/begin/xx/", 404),
        ("get", "/kiosk/handed/qr.svg", 404),
    ],
)
@pytest.mark.parametrize("is_visiting", [True, False])
def test_whatever_goes_wrong_at_the_screen_stays_at_the_screen(
    client: Client, method: str, address: str, status: int, is_visiting: bool
) -> None:
    if is_visiting:
        begin(client)
    shown = getattr(client, method)(address)
    if not is_visiting and shown.status_code == 302:
        assert shown.headers["Location"] == "/kiosk/"
        return
    assert shown.status_code == status
    assert_is_a_page_of_the_kiosk(shown)
    assert shown.headers.get("Allow", "") == ("" if status == 404 else shown.headers["Allow"])


def test_a_request_of_another_site_is_refused_in_the_kiosks_words(client: Client) -> None:
    begin(client)
    shown = client.post("/kiosk/wipe/", headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"})
    assert shown.status_code == 403
    assert_is_a_page_of_the_kiosk(shown)
    assert KioskVisit.objects.exists()


def test_a_fault_shows_a_page_of_the_kiosk_and_asks_nothing_of_what_failed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr("marketplace.kiosk.services.look_up", fail)
    client.raise_request_exception = False
    shown = client.get("/kiosk/goods/")
    assert shown.status_code == 500
    assert_is_a_page_of_the_kiosk(shown)


def test_the_phone_gets_the_markets_own_pages(client: Client) -> None:
    shown = client.get("/kiosk/take/0000000000/")
    assert shown.status_code == 410
    assert 'data-rest="' not in shown.content.decode()


def test_the_seconds_of_a_rest_come_from_the_settings(client: Client, settings: Settings) -> None:
    settings.KIOSK_REST_SECONDS, settings.KIOSK_ASK_SECONDS = 90, 70
    begin(client)
    assert 'data-rest="90" data-ask="70" data-touch="15"' in client.get("/kiosk/list/").content.decode()
    assert services.visits.idle_limit() == timedelta(seconds=110)


def test_pages_of_a_visit_cost_few_queries(
    client: Client, pack: Pack, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(client)
    add(client, pack)
    client.get("/kiosk/goods/")
    for address, most in (("/kiosk/goods/", 6), ("/kiosk/list/", 6), (f"/kiosk/goods/{pack.good.slug}/", 10)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def assert_is_a_page_of_the_kiosk(shown: Any) -> None:
    page = shown.content.decode()
    assert 'data-rest="60"' in page
    assert 'action="/kiosk/wipe/"' in page
    assert page.count("<a ") == 1
    assert "no-store" in shown.headers["Cache-Control"]
    assert "Content-Security-Policy" in shown.headers
