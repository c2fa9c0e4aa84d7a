"""Addresses that nobody types: a clear answer in the reader's language, never a 500."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from marketplace.catalog.models import Pack

PATHS = ("goods/", "search/", "counties/", "producers/")
QUERIES = [
    "category=%00",
    "q=%00",
    "q=%ED%A0%80",
    "q=%FF%FE",
    "county=%C3%28",
    "page=1000000000",
    "page=%D9%A1",
    "page=1&page=2",
    "price_min=1e400&price_max=-5",
    "price_min=99999999999999999999",
    "sort=%27%3BDROP%20TABLE--",
    "category=" + "a" * 3_000,
    "&".join(f"category=c{number}" for number in range(400)),
    "&".join(f"x{number}=1" for number in range(2_500)),
    "q=" + "a" * 5_000,
    "q=" + "%E7%BA%A2" * 200,
    "q=%zz%",
    "gi=2&in_season=yes&cold_chain[]=1",
    "=&&&;;;",
    "q=%22%20OR%201%3D1",
    "q=%2A%2A~%5E%7B%7D%5B%5D%28%29%21%3A",
    "producer=%F0%9F%8D%9A",
    "month=-1&month=99999999999999999999",
    "month=%D9%A7&currency=%00",
    "currency=VND&priced_in=LAK&price_min=999999999999.99999",
    "currency=USD&priced_in=XXX&price_max=1",
    "price_min=0&price_max=0&currency=VND",
    "price_min=1.000.000.000.000.000.000&price_max=%E2%82%AC5",
    "q=a+b+c+d+e+f+g+h+i+j+k+l&gi=1&cold_chain=1&month=2&price_min=1&producer=x&county=y",
    "q=%E2%80%AEabc%E2%80%AC",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", PATHS)
def test_no_query_breaks_a_page(client: Client, pack: Pack, path: str, query: str) -> None:
    client.raise_request_exception = False
    response = client.get(f"/vi/{path}", QUERY_STRING=query)
    assert response.status_code in {200, 400, 404}
    assert '<html lang="vi">' in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/vi/goods/%00/",
        "/vi/goods/a%0Ab/",
        "/vi/goods/%FF/",
        "/vi/goods/%ED%A0%80/",
        "/media/%00",
        "/media/../../etc/passwd",
        "/vi/counties/%27/",
        "/vi/orders/%00/",
        "/vi/" + "a/" * 200,
        "/%00",
    ],
)
def test_no_path_breaks_the_site(client: Client, path: str) -> None:
    client.raise_request_exception = False
    assert client.get(path).status_code in {302, 400, 404}


@pytest.mark.parametrize("query", ["q=%00", "q=%FF", "q=" + "a" * 5_000])
@pytest.mark.parametrize(("code", "tag"), [("vi", "vi"), ("zh-hans", "zh-Hans")])
def test_what_cannot_be_read_is_answered_400_in_the_readers_language(
    client: Client, query: str, code: str, tag: str
) -> None:
    response = client.get(f"/{code}/search/", QUERY_STRING=query)
    assert response.status_code == 400
    assert f'<html lang="{tag}">' in response.content.decode()


def test_a_percent_sign_that_somebody_typed_is_text(client: Client) -> None:
    response = client.get("/en/search/", QUERY_STRING="q=100%")
    assert response.status_code == 200
    assert 'value="100%"' in response.content.decode()


def test_what_was_searched_for_is_text_on_the_page(client: Client) -> None:
    page = client.get("/en/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "testserver\\evil"])
def test_a_foreign_host_is_refused_even_where_the_page_is_kept(
    rf: RequestFactory, client: Client, pack: Pack, host: str
) -> None:
    client.get("/vi/goods/")
    client.raise_request_exception = False
    assert client.get("/vi/goods/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_are_for_reading(client: Client, method: str) -> None:
    assert getattr(client, method)("/vi/goods/").status_code == 405
