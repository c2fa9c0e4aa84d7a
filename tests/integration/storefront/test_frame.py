"""A page that is filled into a kept frame is the page that the template would have made."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client

from marketplace.catalog.models import Pack
from marketplace.web import process_cache
from search import indexing

HOSTILE = "<i>\"&amp;'<!--hole:body-->"


def rendered(request: HttpRequest, template: str, context: Mapping[str, object], **fixed: str) -> str:
    return render_to_string(template, {**context, **fixed}, request)


def addresses(pack: Pack) -> list[str]:
    good = pack.good
    return [
        "",
        "goods/",
        "goods/?category=none&gi=1&page=1&q=%22%3E%26amp%3B",
        "goods/?price_min=1.000,5&currency=VND",
        f"goods/?county={good.county.slug}&sort=-price",
        f"goods/{good.slug}/",
        "counties/",
        f"counties/{good.county.slug}/",
        f"producers/{good.producer.slug}/",
        "search/",
        "search/?q=gao",
        "search/?q=%3C!--hole%3Abody--%3E%22%26",
    ]


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
def test_a_framed_page_is_the_rendered_one(pack: Pack, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.good.name_vi = pack.good.name_en = pack.good.name_zh_hans = HOSTILE
    pack.good.save()
    indexing.rebuild()
    paths = [f"/{language}/{address}" for address in addresses(pack)]

    def all_pages() -> list[tuple[int, str]]:
        process_cache.clear()
        answers = [Client().get(path) for path in paths for _ in range(2)]  # the second one finds the frame
        return [(answer.status_code, answer.content.decode()) for answer in answers]

    framed = all_pages()
    monkeypatch.setattr("marketplace.storefront.public.framed", rendered)
    assert framed == all_pages()


def test_two_pages_of_one_frame_keep_their_own_addresses_and_titles(pack: Pack) -> None:
    client = Client()
    first = client.get(f"/vi/counties/{pack.good.county.slug}/").content.decode()
    second = client.get("/vi/counties/").content.decode()
    assert f"/counties/{pack.good.county.slug}/" in head_of(first)
    assert f"/counties/{pack.good.county.slug}/" not in head_of(second)
    assert "hole:" not in first + second


def head_of(page: str) -> str:
    return page.partition("</head>")[0]
