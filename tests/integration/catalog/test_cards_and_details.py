"""Cards, the page of a good, and what stands near it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Good
from marketplace.catalog.selectors import (
    cards,
    cards_by_sku,
    category_tree,
    good_detail,
    goods_of_county,
    goods_of_producer,
    related,
    seasonal,
    storefront_revision,
)
from marketplace.catalog.services import bump_storefront
from tests.factories.catalog import CategoryFactory, GoodFactory, PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import ExportDocumentFactory

pytestmark = pytest.mark.django_db


def test_a_card_speaks_the_language_asked_with_the_other_name_beside_it() -> None:
    good = GoodFactory.create(name_zh_hans="元阳红米", name_vi="Gạo đỏ", name_en="Red rice")
    (vi,), (zh,), (en,) = (cards([good.pk], language=code, revision=1) for code in ("vi", "zh-hans", "en"))
    assert (vi.name, vi.other_name, vi.other_lang) == ("Gạo đỏ", "元阳红米", "zh-hans")
    assert (zh.name, zh.other_name, zh.other_lang) == ("元阳红米", "Gạo đỏ", "vi")
    assert (en.name, en.other_name, en.other_lang) == ("Red rice", "元阳红米", "zh-hans")
    assert (vi.county, zh.county, en.county) == ("Nguyên Dương", "元阳", "Yuanyang")
    assert (vi.unit, zh.unit, vi.fob_place) == ("kg", "千克", "Hà Khẩu")
    assert vi.producer == good.producer.name_vi


def test_a_missing_text_is_stood_in_for_and_never_chinese_on_a_vietnamese_card_where_there_is_english() -> None:
    good = GoodFactory.create(name_en="", fob_place_vi="")
    Good.objects.filter(pk=good.pk).update(name_en=None)
    (vi,), (en,) = (cards([good.pk], language=code, revision=1) for code in ("vi", "en"))
    assert vi.fob_place == "Hekou"
    assert (en.name, en.other_name) == (good.name_zh_hans, "")


def test_cards_come_in_the_order_asked_without_what_visitors_may_not_see() -> None:
    goods = [GoodFactory.create() for _ in range(3)]
    hidden = [
        GoodFactory.create(draft=True),
        GoodFactory.create(producer=CompanyFactory.create(producer=True, suspended=True)),
    ]
    ids = [goods[2].pk, hidden[0].pk, goods[0].pk, hidden[1].pk, goods[1].pk, 10**12]
    assert [card.id for card in cards(ids, language="vi", revision=1)] == [goods[2].pk, goods[0].pk, goods[1].pk]
    skus = [hidden[0].sku, goods[1].sku, "no-such", goods[0].sku]
    assert [card.sku for card in cards_by_sku(skus, language="vi", revision=1)] == [goods[1].sku, goods[0].sku]


def test_a_card_knows_what_can_be_done_with_the_good() -> None:
    good = GoodFactory.create(enquiry=True, is_sold_out=True, is_gi_protected=True, is_cold_chain=True)
    (card,) = cards([good.pk], language="vi", revision=1)
    assert not card.is_orderable
    assert (card.is_sold_out, card.is_gi, card.is_cold) == (True, True, True)
    assert (card.price_from, card.price_currency, card.min_quantity) == (Decimal("2.3"), "USD", Decimal(50))


def test_many_cards_with_their_pictures_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    goods = [GoodFactory.create() for _ in range(12)]
    for good in goods:
        PictureFactory.create(good=good, file="goods/rice.jpg", position=0)
        PictureFactory.create(good=good, file="goods/husk.jpg", position=1)
    with django_assert_num_queries(1):
        found = cards([good.pk for good in goods], language="vi", revision=1)
    assert len(found) == 12
    assert all(card.picture and card.picture.alt == "Một bát gạo đỏ" for card in found)
    with django_assert_num_queries(0):
        assert cards([], language="vi", revision=1) == cards_by_sku([], language="vi", revision=1) == []


def test_a_page_of_a_good_has_all_its_parts_in_order_within_four_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    good = GoodFactory.create(category=CategoryFactory.create(parent=CategoryFactory.create(code="root")))
    packs = [PackFactory.create(good=good, position=position) for position in (2, 0, 1)]
    pictures = [PictureFactory.create(good=good, position=position) for position in (1, 0)]
    papers = [ExportDocumentFactory.create() for _ in range(3)]
    good.documents.set(papers)
    other = GoodFactory.create(category=good.category)
    with django_assert_num_queries(5):
        good_detail(other.slug, revision=1)
    with django_assert_num_queries(4):  # what goods have in common is known by now
        found = good_detail(good.slug, revision=1)
        names = (
            found.good.category.parent,
            found.good.county.name_vi,
            found.good.producer.name_vi,
            found.good.unit.name,
        )
    assert str(names[0]) != ""
    assert list(found.packs) == [packs[1], packs[2], packs[0]]
    assert list(found.pictures) == pictures[::-1]
    assert list(found.documents) == papers


@pytest.mark.parametrize("slug", ["no-such", "", "\x00", "\ud800", "x" * 5_000])
def test_a_good_that_is_not_there_is_not_found(slug: str) -> None:
    with pytest.raises(Good.DoesNotExist):
        good_detail(slug, revision=1)


def test_a_good_that_visitors_may_not_see_is_not_found() -> None:
    suspended = CompanyFactory.create(producer=True, suspended=True)
    for good in (
        GoodFactory.create(draft=True),
        GoodFactory.create(withdrawn=True),
        GoodFactory.create(producer=suspended),
    ):
        with pytest.raises(Good.DoesNotExist):
            good_detail(good.slug, revision=1)


def test_goods_of_the_category_stand_nearest(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    good = GoodFactory.create()
    kin = GoodFactory.create(category=good.category)
    GoodFactory.create(category=good.category, draft=True)
    loved = GoodFactory.create(category=good.category, popularity=2)
    GoodFactory.create(county=good.county, popularity=9)
    with django_assert_max_num_queries(1):
        found = related(good, language="vi", revision=1, limit=6)
    assert [card.id for card in found] == [loved.pk, kin.pk]
    assert [card.id for card in related(good, language="vi", revision=1, limit=1)] == [loved.pk]


def test_near_a_good_that_is_alone_in_its_kind_stand_those_of_its_county_and_producer(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    good = GoodFactory.create()
    neighbour = GoodFactory.create(county=good.county, popularity=9)
    sibling = GoodFactory.create(producer=good.producer, popularity=8)
    GoodFactory.create()
    with django_assert_max_num_queries(3):
        found = related(good, language="vi", revision=1, limit=6)
    assert [card.id for card in found] == [neighbour.pk, sibling.pk]


def test_goods_of_the_categories_beside_come_before_those_of_the_county(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    parent = CategoryFactory.create()
    good = GoodFactory.create(category=CategoryFactory.create(parent=parent))
    neighbour = GoodFactory.create(county=good.county, popularity=9)
    beside = GoodFactory.create(category=CategoryFactory.create(parent=parent), county=good.county)
    with django_assert_max_num_queries(3):
        found = related(good, language="vi", revision=1, limit=6)
    assert [card.id for card in found] == [beside.pk, neighbour.pk]


def test_shelves_show_their_own_goods() -> None:
    good = GoodFactory.create(season_mask=1 << 10)
    GoodFactory.create(season_mask=0)
    GoodFactory.create(season_mask=1 << 9)
    assert [card.id for card in seasonal(month=11, language="vi")] == [good.pk]
    assert [card.id for card in goods_of_county(good.county_id, language="vi")] == [good.pk]
    assert [card.id for card in goods_of_producer(good.producer_id, language="vi")] == [good.pk]
    assert goods_of_producer(good.producer_id, language="vi", offset=1) == []


def test_the_tree_knows_its_ways(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    root = CategoryFactory.create(code="fruit", position=2)
    leaf = CategoryFactory.create(code="citrus", parent=root, position=2, name_en="")
    first = CategoryFactory.create(code="berries", parent=root, position=1)
    other = CategoryFactory.create(code="drinks", position=1)
    with django_assert_num_queries(1):
        tree = category_tree(revision=1)
        assert category_tree(revision=1) is tree
    assert [node.code for node in tree.roots] == ["drinks", "fruit"]
    assert [node.code for node in tree.by_code["fruit"].children] == ["berries", "citrus"]
    assert tree.ids_under(["fruit"]) == {root.pk, leaf.pk, first.pk}
    assert tree.ids_under(["citrus", "drinks", "no-such"]) == {leaf.pk, other.pk}
    assert [node.code for node in tree.trail("citrus")] == ["fruit", "citrus"]
    assert tree.trail("no-such") == ()
    assert tree.by_code["citrus"].name("en") == leaf.name_zh_hans


def test_the_storefronts_number_grows_with_each_bump() -> None:
    before = storefront_revision()
    bump_storefront()
    bump_storefront()
    assert storefront_revision() == before + 2
