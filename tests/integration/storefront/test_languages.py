"""The same page in every language."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from marketplace.catalog.models import Pack
from tests.factories.accounts import UserFactory

PATHS = [
    "goods/",
    "goods/{slug}/",
    "counties/",
    "counties/{county}/",
    "producers/",
    "producers/{producer}/",
    "search/?q=x",
]


def filled(path: str, pack: Pack) -> str:
    good = pack.good
    return path.format(slug=good.slug, county=good.county.slug, producer=good.producer.slug)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("code", "tag"), [("vi", "vi"), ("zh-hans", "zh-Hans"), ("en", "en")])
def test_every_alternate_answers_and_names_the_others(
    client: Client, pack: Pack, path: str, code: str, tag: str
) -> None:
    response = client.get(f"/{code}/{filled(path, pack)}")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{tag}">' in page
    assert response["Content-Language"] == tag
    links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    assert set(links) == {"zh-Hans", "vi", "en", "x-default"}
    assert links["x-default"] == links["en"]
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    assert canonical
    assert canonical.group(1) == links[tag]
    for address in links.values():
        local = "/" + address.split("/", 3)[3].replace("&amp;", "&")
        assert client.get(local).status_code == 200


def switch(page: str) -> dict[str, str]:
    return {
        lang: address.replace("&amp;", "&")
        for address, lang in re.findall(r'<a href="([^"]+)" lang="[^"]+" hreflang="([^"]+)"', page)
    }


def test_the_switch_stays_on_the_page_with_its_query(client: Client, pack: Pack) -> None:
    category = pack.good.category.code
    page = client.get(f"/vi/goods/?sort=price&category={category}&utm_source=mail").content.decode()
    assert switch(page) == {
        "zh-Hans": f"/zh-hans/goods/?category={category}&sort=price",
        "vi": f"/vi/goods/?category={category}&sort=price",
        "en": f"/en/goods/?category={category}&sort=price",
    }


def test_the_canonical_address_keeps_filters_and_page_but_not_order_and_tracking(client: Client, pack: Pack) -> None:
    page = client.get("/vi/goods/?utm_source=x&sort=price&page=1").content.decode()
    assert re.search(r'<link rel="canonical" href="http[^"?]+/vi/goods/">', page)
    category = pack.good.category.code
    page = client.get(f"/vi/goods/?sort=price&category={category}").content.decode()
    assert re.search(rf'<link rel="canonical" href="http[^"?]+/vi/goods/\?category={category}">', page)


def test_an_unknown_language_is_404_and_no_redirect(client: Client) -> None:
    for path in ("/fr/goods/", "/zh/goods/", "/zh-cn/goods/", "/goods/", "/VI/goods/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("accepted", "home"), [("vi", "/vi/"), ("zh-CN,zh;q=0.9", "/zh-hans/"), ("fr", "/en/"), ("", "/en/")]
)
def test_the_bare_address_leads_into_the_readers_language(client: Client, accepted: str, home: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, home)
    assert {"accept-language", "cookie"} <= set(response["Vary"].lower().replace(" ", "").split(","))
    assert "X-Cache" not in response


def test_the_language_of_the_account_wins_over_the_browser(client: Client) -> None:
    client.force_login(UserFactory.create(language="zh-hans"))
    assert client.get("/", headers={"accept-language": "vi"})["Location"] == "/zh-hans/"


def test_an_error_page_is_in_the_language_of_its_address_and_has_no_alternates(client: Client) -> None:
    page = client.get("/vi/goods/none/").content.decode()
    assert '<html lang="vi">' in page
    assert 'rel="alternate"' not in page
    assert switch(page)["zh-Hans"] == "/zh-hans/goods/none/"


@pytest.mark.parametrize(
    ("code", "typed", "other", "written"),
    [
        ("vi", "500.000", "en", "500000"),
        ("vi", "2,5", "zh-hans", "2.5"),
        ("en", "1.234", "vi", "1%2C2340"),
        ("en", "x", "vi", "x"),
    ],
)
def test_a_price_keeps_its_meaning_in_another_language(
    client: Client, pack: Pack, code: str, typed: str, other: str, written: str
) -> None:
    page = client.get(f"/{code}/goods/", {"price_max": typed}).content.decode()
    assert f'href="/{other}/goods/?price_max={written}"' in page
