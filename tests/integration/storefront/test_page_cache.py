"""Finished pages: the same bytes, never another reader's, never old."""

from __future__ import annotations

import gzip
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.catalog.models import Pack
from marketplace.catalog.services import bump_storefront
from marketplace.storefront import revision
from marketplace.storefront.middleware.page_cache import PageCache
from marketplace.storefront.revision import RevisionWatch
from marketplace.web import process_cache
from search import indexing
from tests.factories.catalog import GoodFactory
from tests.factories.companies import MembershipFactory

PATHS = ["goods/", "goods/?page=1", "goods/{slug}/", "counties/", "producers/", "search/?q=rice"]


def forget() -> None:
    cache.clear()
    process_cache.clear()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("code", ["vi", "zh-hans", "en"])
def test_a_kept_page_is_the_same_bytes_as_one_made_anew(client: Client, pack: Pack, code: str, path: str) -> None:
    indexing.rebuild()
    address = f"/{code}/{path.format(slug=pack.good.slug)}"
    made, kept = client.get(address), client.get(address)
    forget()
    again = client.get(address)
    assert [made["X-Cache"], kept["X-Cache"], again["X-Cache"]] == ["MISS", "HIT", "MISS"]
    assert made.content == kept.content == again.content
    for response in (kept, again):
        assert {**made.headers, "X-Cache": ""} == {**response.headers, "X-Cache": ""}


def test_a_kept_page_costs_one_query_for_the_revision_at_most(
    client: Client, pack: Pack, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/vi/goods/")
    with django_assert_max_num_queries(1):
        assert client.get("/vi/goods/")["X-Cache"] == "HIT"


def test_a_kept_page_bears_the_headers_of_the_whole_site(client: Client, pack: Pack) -> None:
    client.get("/vi/goods/")
    kept = client.get("/vi/goods/")
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert kept["X-Frame-Options"] == "DENY"
    assert kept["Content-Language"] == "vi"
    assert kept["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in kept


def test_the_order_of_a_query_makes_no_difference(client: Client, pack: Pack) -> None:
    code = pack.good.category.code
    first = client.get(f"/vi/goods/?sort=price&category={code}&utm_source=x&price_min=")
    second = client.get(f"/vi/goods/?category={code}&sort=price")
    assert second["X-Cache"] == "HIT"
    assert first.content == second.content


def test_a_query_of_unknown_parts_is_answered_and_not_kept(client: Client, pack: Pack) -> None:
    for _ in range(2):
        response = client.get("/vi/goods/?attack=1")
        assert response.status_code == 200
        assert "X-Cache" not in response


def test_languages_are_kept_apart(client: Client, pack: Pack) -> None:
    assert client.get("/vi/goods/").content != client.get("/zh-hans/goods/").content
    assert pack.good.name_zh_hans in client.get("/zh-hans/goods/").content.decode()


def test_a_signed_in_reader_never_gets_a_kept_page_nor_leaves_hers(client: Client, pack: Pack) -> None:
    address = f"/vi/goods/{pack.good.slug}/"
    visitor = Client()
    before = visitor.get(address)
    membership = MembershipFactory.create()
    client.force_login(membership.user)
    hers = client.get(address)
    assert membership.company.name_vi in hers.content.decode()
    assert "X-Cache" not in hers
    assert hers["Cache-Control"] == "private, no-store"
    other = Client()
    other.force_login(MembershipFactory.create().user)
    assert membership.company.name_vi not in other.get("/vi/goods/").content.decode()
    after = visitor.get(address)
    assert after.content == before.content
    assert membership.company.name_vi not in after.content.decode()


def test_the_first_reader_being_signed_in_leaves_nothing_for_visitors(client: Client, pack: Pack) -> None:
    membership = MembershipFactory.create()
    client.force_login(membership.user)
    client.get("/vi/goods/")
    page = Client().get("/vi/goods/")
    assert page["X-Cache"] == "MISS"
    assert membership.company.name_vi not in page.content.decode()


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_a_reader_with_a_session_or_messages_is_answered_anew(client: Client, pack: Pack, cookie: str) -> None:
    client.get("/vi/goods/")
    client.cookies[cookie] = "something"
    assert "X-Cache" not in client.get("/vi/goods/")


def test_other_cookies_do_not_matter(client: Client, pack: Pack) -> None:
    client.get("/vi/goods/")
    client.cookies["django_language"] = "zh-hans"
    client.cookies["_ga"] = "1"
    assert client.get("/vi/goods/")["X-Cache"] == "HIT"


@pytest.mark.parametrize("path", ["/vi/basket/", "/vi/account/login/", "/vi/orders/", "/vi/checkout/"])
def test_private_pages_are_never_kept(client: Client, path: str) -> None:
    for _ in range(2):
        assert "X-Cache" not in client.get(path)


@pytest.mark.parametrize("path", ["/vi/goods/none/", "/vi/goods/?page=99", "/", "/robots.txt"])
def test_what_is_no_page_is_never_kept(client: Client, path: str) -> None:
    for _ in range(2):
        assert "X-Cache" not in client.get(path)


def test_a_change_makes_every_kept_page_old(client: Client, pack: Pack) -> None:
    addresses = ["/vi/goods/", f"/vi/goods/{pack.good.slug}/", f"/vi/counties/{pack.good.county.slug}/"]
    for address in addresses:
        client.get(address)
    pack.good.status = "withdrawn"
    pack.good.save()
    bump_storefront()
    assert [client.get(address).status_code for address in addresses] == [200, 404, 200]
    for address in (addresses[0], addresses[2]):
        assert pack.good.name_vi not in client.get(address).content.decode()


def test_a_browser_that_has_the_page_is_told_so(client: Client, pack: Pack) -> None:
    first = client.get("/vi/goods/")
    same = client.get("/vi/goods/", headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == first["ETag"]
    pack.good.price_from, pack.good.price_to, pack.good.revision = Decimal("9.98"), Decimal("9.99"), 2
    pack.good.save()
    bump_storefront()
    changed = client.get("/vi/goods/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_browser_that_can_unpack_gets_the_packed_form_of_the_same_page(client: Client, pack: Pack) -> None:
    plain = client.get("/vi/goods/")
    packed = client.get("/vi/goods/", headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 3


def test_the_head_of_a_page_is_that_of_its_body(client: Client, pack: Pack) -> None:
    head = client.head("/vi/goods/")
    page = client.get("/vi/goods/")
    assert page["X-Cache"] == "HIT"
    assert head["Content-Length"] == page["Content-Length"]
    assert head["ETag"] == page["ETag"]


def test_a_changed_storefront_is_noticed_after_a_second_at_most(settings: Settings) -> None:
    settings.STOREFRONT_REVISION_SECONDS = 1.0
    clock, asked = [100.0], list[float]()

    def source() -> int:
        asked.append(clock[0])
        return len(asked)

    watch = RevisionWatch(source=source, clock=lambda: clock[0])
    assert [watch.value(), watch.value()] == [1, 1]
    clock[0] += 0.99
    assert watch.value() == 1
    clock[0] += 0.02
    assert watch.value() == 2
    assert asked == pytest.approx([100.0, 101.01])


def answer(rf: RequestFactory, response: HttpResponse, path: str = "/vi/x/") -> HttpResponse:
    """Send the same request twice through the middleware and return the second answer."""

    def view(_request: HttpRequest) -> HttpResponse:
        return response

    cache_middleware = PageCache(view)
    cache_middleware(rf.get(path))
    found = cache_middleware(rf.get(path))
    assert isinstance(found, HttpResponse)
    return found


def test_a_plain_page_is_kept(rf: RequestFactory) -> None:
    assert answer(rf, HttpResponse("text"))["X-Cache"] == "HIT"


def test_what_sets_a_cookie_is_not_kept(rf: RequestFactory) -> None:
    response = HttpResponse("text")
    response.set_cookie("csrftoken", "x")
    assert "X-Cache" not in answer(rf, response)


@pytest.mark.parametrize("policy", ["private", "no-store", "max-age=0, no-cache, no-store, must-revalidate, private"])
def test_what_says_that_it_is_private_is_not_kept(rf: RequestFactory, policy: str) -> None:
    assert "X-Cache" not in answer(rf, HttpResponse("text", headers={"Cache-Control": policy}))


@pytest.mark.parametrize("vary", ["Accept-Language", "*", "Cookie, User-Agent"])
def test_what_varies_by_the_reader_is_not_kept(rf: RequestFactory, vary: str) -> None:
    assert "X-Cache" not in answer(rf, HttpResponse("text", headers={"Vary": vary}))


@pytest.mark.parametrize("status", [201, 301, 403, 404, 500])
def test_only_success_is_kept(rf: RequestFactory, status: int) -> None:
    assert "X-Cache" not in answer(rf, HttpResponse("text", status=status))


def test_only_pages_are_kept(rf: RequestFactory) -> None:
    assert "X-Cache" not in answer(rf, HttpResponse("{}", content_type="application/json"))


def test_somebody_who_names_herself_in_a_header_is_answered_anew(client: Client, pack: Pack) -> None:
    client.get("/vi/goods/")
    assert "X-Cache" not in client.get("/vi/goods/", headers={"authorization": "Bearer x"})


def test_another_revision_is_another_page(rf: RequestFactory) -> None:
    assert answer(rf, HttpResponse("old"))["X-Cache"] == "HIT"
    bump_storefront()
    revision.watch.forget()
    assert answer(rf, HttpResponse("new")).content == b"new"


def test_plain_and_secure_addresses_are_kept_apart(rf: RequestFactory) -> None:
    middleware = PageCache(lambda request: HttpResponse(request.scheme))
    plain, secure = middleware(rf.get("/vi/y/")), middleware(rf.get("/vi/y/", secure=True))
    assert isinstance(plain, HttpResponse)
    assert isinstance(secure, HttpResponse)
    assert (plain.content, secure.content) == (b"http", b"https")


def test_many_addresses_stay_within_their_room(client: Client) -> None:
    GoodFactory.create()
    indexing.rebuild()
    for number in range(50):
        client.get(f"/vi/search/?q={number}")
    facts = process_cache.facts()["pages with a query"]
    assert facts["entries"] == 50
    assert facts["bytes"] <= facts["limit"] == 24 * 1024 * 1024
