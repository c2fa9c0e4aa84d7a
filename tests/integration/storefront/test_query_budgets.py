"""How many queries a page may cost: everything forgotten, session and user included, however many goods."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Good
from marketplace.web import process_cache
from search import indexing
from tests.factories.catalog import CategoryFactory, PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import ExportDocumentFactory

LIST, GOOD, SEARCH = 10, 12, 8


@pytest.fixture(params=[5, 60])
def goods(request: pytest.FixtureRequest, db: None) -> list[Good]:
    """So many goods of several kinds, places and producers, each with two packs and two pictures."""
    parent = CategoryFactory.create(code="grain")
    kinds = [CategoryFactory.create(parent=parent) for _ in range(4)]
    producers = [CompanyFactory.create(producer=True) for _ in range(40)]
    made = []
    for number in range(request.param):
        producer = producers[number % 40]
        first = PackFactory.create(
            good__category=kinds[number % 4], good__producer=producer, good__price_from=Decimal(number + 1)
        )
        PackFactory.create(good=first.good)
        for _ in range(2):
            PictureFactory.create(good=first.good, file="goods/x.jpg")
        first.good.documents.add(ExportDocumentFactory.create())
        made.append(first.good)
    return made


@pytest.fixture(params=["visitor", "buyer"])
def reader(request: pytest.FixtureRequest, client: Client) -> Client:
    """A visitor, or a signed-in buyer with a basket."""
    found: Client = request.getfixturevalue("buyer_client") if request.param == "buyer" else client
    return found


def forget() -> None:
    cache.clear()
    process_cache.clear()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?sort=price",
        "?category=grain&gi=1",
        "?county={county}&sort=name",
        "?producer={producer}",
        "?in_season=1&price_max=3",
        "?price_min=2&price_max=40&producer={producer}&sort=-price",
    ],
)
def test_a_list_stays_within_its_budget(
    reader: Client, goods: list[Good], query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/vi/goods/" + query.format(county=goods[0].county.slug, producer=goods[0].producer.slug)
    forget()
    with django_assert_max_num_queries(LIST):
        assert reader.get(address).status_code == 200


def test_a_table_costs_two_queries_more(
    reader: Client, goods: list[Good], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    forget()
    with django_assert_max_num_queries(LIST + 2):
        assert b"goods-table" in reader.get("/vi/goods/?view=table").content
    indexing.rebuild()
    forget()
    with django_assert_max_num_queries(SEARCH + 2):
        assert b"goods-table" in reader.get("/vi/search/?q=gao&view=table").content


def test_a_good_stays_within_its_budget(
    reader: Client, goods: list[Good], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    forget()
    with django_assert_max_num_queries(GOOD):
        assert reader.get(f"/vi/goods/{goods[0].slug}/").status_code == 200


def test_a_search_stays_within_its_budget(
    reader: Client, goods: list[Good], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    indexing.rebuild()
    forget()
    with django_assert_max_num_queries(SEARCH):
        response = reader.get("/vi/search/?q=gao")
    assert response.content.decode().count('<li class="card') >= min(len(goods), 24)


@pytest.mark.parametrize("path", ["counties/", "producers/", "counties/{county}/", "producers/{producer}/"])
def test_places_stay_within_the_budget_of_a_list(
    reader: Client, goods: list[Good], path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/vi/" + path.format(county=goods[0].county.slug, producer=goods[0].producer.slug)
    forget()
    with django_assert_max_num_queries(LIST):
        assert reader.get(address).status_code == 200


def test_a_signed_in_reader_of_a_page_that_was_drawn_costs_three_queries(
    buyer_client: Client, goods: list[Good], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    buyer_client.get("/vi/goods/")
    with django_assert_max_num_queries(4):  # session, user, company with basket; the revision
        assert buyer_client.get("/vi/goods/").status_code == 200
