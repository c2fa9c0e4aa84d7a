"""What search engines are told."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client

from marketplace.catalog.models import Pack
from marketplace.catalog.services import bump_storefront
from marketplace.storefront import registry
from marketplace.storefront.registry import SitemapEntry
from marketplace.storefront.views import sitemap
from tests.factories.catalog import GoodFactory

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def _only_our_own_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry._registry, "sitemap", {})


def read(content: bytes) -> dict[str, dict[str, str]]:
    """Return each address with its alternates by language."""
    root = ElementTree.fromstring(content)
    return {
        url.findtext("s:loc", "", NS): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NS)
        }
        for url in root.findall("s:url", NS)
    }


def local(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_every_page_stands_in_every_language_with_its_alternates_and_answers(client: Client, pack: Pack) -> None:
    found = read(client.get("/sitemap.xml").content)
    good = pack.good
    for path in (
        "goods/",
        f"goods/{good.slug}/",
        f"goods/?category={good.category.code}",
        "counties/",
        f"counties/{good.county.slug}/",
        f"producers/{good.producer.slug}/",
    ):
        address = next(one for one in found if local(one) == f"/vi/{path}")
        links = found[address]
        assert set(links) == {"zh-Hans", "vi", "en", "x-default"}
        assert links["vi"] == address
        assert links["x-default"] == links["en"]
        for one in links.values():
            assert client.get(local(one)).status_code == 200


def test_what_nobody_may_see_is_not_in_it(client: Client) -> None:
    hidden = GoodFactory.create(draft=True)
    assert hidden.slug not in client.get("/sitemap.xml").content.decode()


def test_a_newly_published_good_appears(client: Client, pack: Pack) -> None:
    client.get("/sitemap.xml")
    good = GoodFactory.create()
    bump_storefront()
    assert good.slug in client.get("/sitemap.xml").content.decode()


def test_a_large_map_is_a_list_of_parts(client: Client, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PART_SIZE", 3)
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [local(one.text or "") for one in root.findall("s:sitemap/s:loc", NS)]
    assert parts[0] == "/sitemap-1.xml"
    addresses = [one for part in parts for one in read(client.get(part).content)]
    assert len(addresses) == len(set(addresses))
    assert any(pack.good.slug in one for one in addresses)
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_other_rooms_add_their_pages(client: Client) -> None:
    registry.add_to_sitemap("stories", lambda: [SitemapEntry(path="stories/red-rice/")])
    assert "/zh-hans/stories/red-rice/" in client.get("/sitemap.xml").content.decode()


def test_robots_are_kept_from_private_pages_and_shown_the_map(client: Client) -> None:
    response = client.get("/robots.txt")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    for line in ("Disallow: /admin/", "Disallow: /vi/basket/", "Disallow: /zh-hans/account/"):
        assert line in text.splitlines()
    assert text.strip().splitlines()[-1].endswith("/sitemap.xml")
    assert "Disallow: /vi/producers" not in text
