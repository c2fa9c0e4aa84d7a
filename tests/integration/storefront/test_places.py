"""Counties and producers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from marketplace.catalog.models import season_mask
from tests.factories.catalog import GoodFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import CountyFactory, ExportDocumentFactory
from tests.integration.scenes import text_of

CODES = [("vi", "vi"), ("zh-hans", "zh_hans"), ("en", "en")]


@pytest.mark.parametrize(("code", "column"), CODES)
def test_a_county_shows_its_goods_and_producers(client: Client, code: str, column: str) -> None:
    good = GoodFactory.create()
    stranger = GoodFactory.create()
    response = client.get(f"/{code}/counties/{good.county.slug}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert getattr(good.county, f"full_name_{column}") in page
    assert getattr(good, f"name_{column}") in page
    assert getattr(good.producer, f"name_{column}") in page
    assert getattr(stranger, f"name_{column}") not in page
    assert f'href="/{code}/goods/?county={good.county.slug}"' in page


@pytest.mark.parametrize(("code", "column"), CODES)
def test_a_producer_shows_its_goods(client: Client, code: str, column: str) -> None:
    good = GoodFactory.create()
    hidden = GoodFactory.create(producer=good.producer, draft=True)
    response = client.get(f"/{code}/producers/{good.producer.slug}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert getattr(good.producer, f"name_{column}") in page
    assert good.producer.legal_name in page
    assert getattr(good, f"name_{column}") in page
    assert getattr(hidden, f"name_{column}") not in page


def test_lists_of_places_count_published_goods(client: Client) -> None:
    good = GoodFactory.create()
    GoodFactory.create(producer=good.producer)
    GoodFactory.create(producer=good.producer, withdrawn=True)
    empty = CountyFactory.create(name_en="Quiet county")
    counties = client.get("/en/counties/").content.decode()
    assert "2 goods" in counties
    assert empty.name_en in counties
    assert "0 goods" in counties
    assert "2 goods" in client.get("/en/producers/").content.decode()


def test_a_county_says_what_it_is_known_for(client: Client) -> None:
    CountyFactory.create(slug="gejiu", specialities=[{"zh_hans": "锡器", "vi": "đồ thiếc", "en": "tinware"}])
    assert "đồ thiếc" in client.get("/vi/counties/gejiu/").content.decode()
    assert "锡器" in client.get("/zh-hans/counties/").content.decode()


def test_a_county_without_goods_leads_on(client: Client) -> None:
    CountyFactory.create(slug="gejiu")
    assert 'href="/en/goods/">All goods</a>' in client.get("/en/counties/gejiu/").content.decode()


def test_only_verified_producers_have_a_page(client: Client) -> None:
    suspended = CompanyFactory.create(producer=True, suspended=True)
    buyer = CompanyFactory.create()
    assert client.get(f"/vi/producers/{suspended.slug}/").status_code == 404
    assert client.get(f"/vi/producers/{buyer.slug}/").status_code == 404
    page = client.get("/vi/producers/").content.decode()
    assert suspended.name_vi not in page
    assert buyer.name_vi not in page


@pytest.mark.parametrize("path", ["counties/nowhere/", "producers/nobody/"])
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    assert client.get(f"/vi/{path}").status_code == 404


@pytest.mark.parametrize(("language", "seal"), [("zh-hans", "红印的含义"), ("vi", "Dấu đỏ cho biết điều gì")])
def test_the_page_of_a_seller_says_where_she_is_what_she_supplies_and_what_the_seal_means(
    client: Client, language: str, seal: str
) -> None:
    good = GoodFactory.create(lead_time_min_days=3, lead_time_max_days=9, season_mask=season_mask([11, 12]))
    paper = ExportDocumentFactory.create()
    good.documents.add(paper)
    GoodFactory.create(producer=good.producer, county=good.county, lead_time_min_days=2, lead_time_max_days=5)
    for path in (f"producers/{good.producer.slug}/", f"counties/{good.county.slug}/"):
        text = text_of(client.get(f"/{language}/{path}"))
        assert re.search(r"\b2\D+9\b", text), "the shortest and the longest of all goods"
    seller = client.get(f"/{language}/producers/{good.producer.slug}/")
    assert seal in text_of(seller)
    assert getattr(paper, f"name_{language.replace('-', '_')}") in text_of(seller)
    assert good.county.full_name in text_of(seller) or good.producer.address in text_of(seller)
    assert '<td class="' in seller.content.decode()
