"""What the search is given of goods and categories, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog import tasks
from marketplace.catalog.documents import CategorySource, GoodSource
from marketplace.catalog.selectors import storefront_revision
from search import indexing
from search.documents import DocumentType, documents_for
from tests.factories.catalog import CategoryFactory, GoodFactory, PackFactory
from tests.factories.companies import CompanyFactory

pytestmark = pytest.mark.django_db
ATTRIBUTES = [{"zh_hans": ["品种", "甜绿籽"], "vi": ["Giống", "Điềm Lục Tử"], "en": ["Variety", "Tianlüzi"]}]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that the index was asked to bring up to date."""
    ids: list[str] = []

    def upsert(given: Iterable[str]) -> None:
        ids.extend(given)

    monkeypatch.setattr(indexing, "upsert", upsert)
    return ids


def test_a_good_is_found_by_everything_that_it_says() -> None:
    category = CategoryFactory.create(code="citrus", parent=CategoryFactory.create(code="fruit", name_vi="Trái cây"))
    good = GoodFactory.create(category=category, season_mask=0b11, attributes=ATTRIBUTES, is_gi_protected=True)
    PackFactory.create(good=good)
    (document,) = GoodSource().documents_for([f"good:{good.sku}"])
    assert (document.id, document.type, document.sku) == (f"good:{good.sku}", DocumentType.GOOD, good.sku)
    assert document.names == {"zh-hans": good.name_zh_hans, "vi": good.name_vi, "en": good.name_en}
    assert document.keywords["vi"] == "Điềm Lục Tử · Thùng 10 kg"
    assert document.category_names["vi"] == f"{category.name_vi} · Trái cây"
    assert document.categories == ("citrus", "fruit")
    assert (document.county, document.producer) == (good.county.slug, good.producer.slug)
    assert (document.season_months, document.gi, document.cold_chain) == ((1, 2), True, False)
    assert (document.price, document.hs_code) == (Decimal("2.3"), good.hs_code)
    assert document.path == f"goods/{good.slug}/"


def test_what_visitors_may_not_see_never_leaves() -> None:
    seen = GoodFactory.create()
    hidden = [
        GoodFactory.create(draft=True),
        GoodFactory.create(withdrawn=True),
        GoodFactory.create(producer=CompanyFactory.create(producer=True, suspended=True)),
    ]
    assert [one.sku for one in GoodSource().iter_documents()] == [seen.sku]
    ids = [f"good:{good.sku}" for good in [seen, *hidden]]
    resolved = documents_for(ids)
    assert [id_ for id_, document in resolved.items() if document] == [f"good:{seen.sku}"]


def test_many_goods_cost_no_more_queries_than_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(7):
        PackFactory.create()
    with django_assert_num_queries(2):
        assert len(list(GoodSource().iter_documents())) == 7


def test_categories_are_found_with_their_parents() -> None:
    leaf = CategoryFactory.create(code="citrus", parent=CategoryFactory.create(code="fruit"))
    found = {one.id: one for one in CategorySource().iter_documents()}
    assert found["category:citrus"].categories == ("citrus", "fruit")
    assert found["category:citrus"].names["vi"] == leaf.name_vi
    assert found["category:citrus"].path == "goods/?category=citrus"
    assert [one.id for one in CategorySource().documents_for(["category:fruit", "category:x"])] == ["category:fruit"]


def test_changed_goods_are_brought_up_to_date_in_one_call(asked: list[str], now: datetime) -> None:
    tasks.index_goods([{"good_id": 1, "sku": "A"}, {"good_id": 2, "sku": "B"}], now=now)
    assert asked == ["good:A", "good:B"]


def test_a_suspended_producer_takes_its_goods_out_of_pages_and_search(asked: list[str], now: datetime) -> None:
    good, other, before = GoodFactory.create(), GoodFactory.create(), storefront_revision()
    tasks.show_or_hide_producers([{"company_id": good.producer_id, "slug": good.producer.slug}], now=now)
    assert set(asked) == {f"good:{good.sku}", f"producer:{good.producer.slug}"}
    assert f"good:{other.sku}" not in asked
    assert storefront_revision() == before + 1
