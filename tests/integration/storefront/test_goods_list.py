"""The list of goods."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from marketplace.catalog.conversion import usd_factor
from marketplace.catalog.models import Pack, season_mask
from marketplace.catalog.services import bump_storefront
from marketplace.pricing.models import ExchangeRate
from marketplace.pricing.services import change_prices
from tests.factories.catalog import CategoryFactory, GoodFactory, PackFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import CountyFactory


def names(content: bytes) -> list[str]:
    """Return the names on the cards, in order."""
    return re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', content.decode())


@pytest.mark.parametrize(
    ("code", "name", "price", "minimum"),
    [("vi", "name_vi", "2,30", "50"), ("zh-hans", "name_zh_hans", "2.30", "50"), ("en", "name_en", "2.30", "50")],
)
def test_a_card_shows_the_good_in_the_language_of_the_address(
    client: Client, pack: Pack, code: str, name: str, price: str, minimum: str
) -> None:
    page = client.get(f"/{code}/goods/").content.decode()
    assert getattr(pack.good, name) in page
    assert f'href="/{code}/goods/{pack.good.slug}/"' in page
    assert f"<b>{price}</b>" in page
    assert minimum in page


def test_only_published_goods_of_verified_producers_are_shown(client: Client) -> None:
    shown = GoodFactory.create()
    GoodFactory.create(draft=True)
    GoodFactory.create(withdrawn=True)
    GoodFactory.create(producer=CompanyFactory.create(producer=True, suspended=True))
    assert names(client.get("/vi/goods/").content) == [shown.name_vi]


def test_each_filter_leaves_what_it_says(client: Client) -> None:
    parent = CategoryFactory.create(code="grain")
    rice = CategoryFactory.create(code="rice", parent=parent)
    plain = GoodFactory.create(price_from=Decimal(9))
    special = GoodFactory.create(
        category=rice,
        is_gi_protected=True,
        is_cold_chain=True,
        season_mask=season_mask(list(range(1, 13))),
        price_from=Decimal(2),
    )
    for query in (
        "category=rice",
        "category=grain",
        f"county={special.county.slug}",
        f"producer={special.producer.slug}",
        "gi=1",
        "cold_chain=1",
        "in_season=1",
        "price_max=5",
    ):
        assert names(client.get(f"/vi/goods/?{query}").content) == [special.name_vi], query
    assert names(client.get("/vi/goods/?price_min=5").content) == [plain.name_vi]


def test_counts_say_what_a_choice_would_leave(client: Client) -> None:
    county = CountyFactory.create(slug="mengzi", name_en="Mengzi")
    for _ in range(3):
        GoodFactory.create(producer=CompanyFactory.create(producer=True, county=county))
    GoodFactory.create()
    page = client.get("/en/goods/?county=mengzi").content.decode()
    assert re.search(r'value="mengzi" checked><span>Mengzi</span><span class="num">3</span>', page)
    assert len(names(page.encode())) == 3


def test_what_is_chosen_can_be_given_up_one_by_one(client: Client) -> None:
    GoodFactory.create(category=CategoryFactory.create(code="tea", name_en="Tea"), is_gi_protected=True)
    page = client.get("/en/goods/?category=tea&gi=1").content.decode()
    assert '<a class="chip" href="/en/goods/?gi=1" data-swap-link>Tea' in page
    assert '<a class="chip" href="/en/goods/?category=tea" data-swap-link>Geographical indication' in page


def test_a_finer_kind_takes_the_place_of_the_kind_above_it(client: Client) -> None:
    parent = CategoryFactory.create(code="grain", name_en="Grain")
    for code in ("rice", "noodles"):
        GoodFactory.create(category=CategoryFactory.create(code=code, name_en=code, parent=parent))
    page = client.get("/en/goods/?category=grain&category=rice")
    assert len(names(page.content)) == 1
    assert b"does not know" not in page.content


def test_an_unknown_value_is_left_out_and_the_page_says_so(client: Client, pack: Pack) -> None:
    response = client.get("/en/goods/?category=no-such-kind")
    assert response.status_code == 200
    assert names(response.content) == [pack.good.name_en]
    assert "That part was left out." in response.content.decode()


def test_a_producer_that_nobody_sees_is_left_out_as_any_other_unknown_value(client: Client, pack: Pack) -> None:
    suspended = CompanyFactory.create(producer=True, suspended=True, name_en="Maker S")
    for slug in ("no-such-maker", suspended.slug, "%F0%9F%8D%8E"):
        page = client.get(f"/en/goods/?producer={slug}").content.decode()
        assert names(page.encode()) == [pack.good.name_en]
        assert "That part was left out." in page
        assert 'class="chip"' not in page
        assert "Maker S" not in page


def test_a_wrong_price_is_kept_in_its_field_and_explained(client: Client, pack: Pack) -> None:
    page = client.get("/en/goods/?price_min=cheap").content.decode()
    assert 'value="cheap"' in page
    assert "Type a price as a number" in page
    assert names(page.encode()) == [pack.good.name_en]


def test_goods_can_be_sorted_by_price(client: Client) -> None:
    for price in ("3", "1", "2"):
        GoodFactory.create(name_en=f"Rice {price}", price_from=Decimal(price))
    assert names(client.get("/en/goods/?sort=price").content) == ["Rice 1", "Rice 2", "Rice 3"]
    assert names(client.get("/en/goods/?sort=-price").content) == ["Rice 3", "Rice 2", "Rice 1"]


def test_prices_of_other_money_are_compared_by_what_they_are_worth(client: Client) -> None:
    """In USD or in the currency that was chosen: the order is the same, and the range is asked in the chosen one."""
    ExchangeRate.objects.create(base="USD", quote="CNY", rate=Decimal("7.1"), as_of=date(2026, 11, 1), source="x")
    ExchangeRate.objects.create(base="USD", quote="VND", rate=Decimal(26300), as_of=date(2026, 11, 1), source="x")
    for name, price, currency in (("3", "3", "USD"), ("2", "14.2", "CNY"), ("10", "10", "USD"), ("?", "1", "THB")):
        worth = {"price_currency": currency, "usd_factor": usd_factor(currency)}
        GoodFactory.create(name_en=f"Rice {name}", price_from=Decimal(price), **worth)
    for money in ("", "&currency=VND", "&currency=CNY"):
        rising = client.get(f"/en/goods/?sort=price{money}").content
        assert names(rising) == ["Rice 2", "Rice 3", "Rice 10", "Rice ?"]
        falling = client.get(f"/en/goods/?sort=-price{money}").content
        assert names(falling) == ["Rice 10", "Rice 3", "Rice 2", "Rice ?"]
    assert names(client.get("/en/goods/?price_max=2.5").content) == ["Rice 2"]
    between = client.get("/en/goods/?currency=VND&price_min=50000&price_max=80000&sort=price").content
    assert names(between) == ["Rice 2", "Rice 3"]
    page = client.get("/en/goods/?sort=price").content.decode()
    assert re.findall(r'data-(?:low|high)="([^"]*)"', page) == ["2.0", "10"]
    assert "≈ 2.00 USD" in page
    assert page.count("≈") == 1
    assert "≈ 52,600 VND" in client.get("/en/goods/?currency=VND").content.decode()


def test_producers_are_offered_with_what_they_have_under_the_other_filters(client: Client) -> None:
    one, other = (CompanyFactory.create(producer=True, slug=f"maker-{name}", name_en=f"Maker {name}") for name in "ab")
    tea = CategoryFactory.create(code="tea")
    GoodFactory.create_batch(2, producer=one, category=tea)
    GoodFactory.create(producer=other, category=tea)
    GoodFactory.create_batch(3, producer=other)
    page = client.get("/en/goods/?category=tea&producer=maker-b").content.decode()
    assert len(names(page.encode())) == 1
    assert re.search(r'value="maker-b" checked><span>Maker b</span><span class="num">1</span>', page)
    assert re.search(r'value="maker-a"><span>Maker a</span><span class="num">2</span>', page)
    assert page.index('value="maker-b"') < page.index('value="maker-a"')
    assert '<a class="chip" href="/en/goods/?category=tea" data-swap-link>Maker b' in page


def test_a_chosen_producer_is_named_where_it_has_nothing_under_the_others(client: Client) -> None:
    GoodFactory.create(producer=CompanyFactory.create(producer=True, slug="maker-c", name_vi="Nhà làm C"))
    page = client.get("/vi/goods/?gi=1&producer=maker-c").content.decode()
    assert names(page.encode()) == []
    assert '<a class="chip" href="/vi/goods/?gi=1" data-swap-link>Nhà làm C' in page


def test_a_hidden_producer_is_not_offered(client: Client) -> None:
    GoodFactory.create(producer=CompanyFactory.create(producer=True, suspended=True, slug="hidden-maker"))
    GoodFactory.create()
    assert "hidden-maker" not in client.get("/en/goods/").content.decode()


def test_paging_shows_every_good_once_and_keeps_the_query(client: Client) -> None:
    category = CategoryFactory.create(code="rice")
    goods = GoodFactory.create_batch(30, category=category)
    first = client.get("/en/goods/?category=rice&sort=price")
    second = client.get("/en/goods/?category=rice&sort=price&page=2")
    assert sorted(names(first.content) + names(second.content)) == sorted(good.name_en for good in goods)
    assert 'href="?category=rice&amp;sort=price&amp;page=2#results"' in first.content.decode()
    assert "30 goods" in first.content.decode()


@pytest.mark.parametrize("page", ["2", "0", "1000000000", "-1", "x"])
def test_a_page_beyond_the_list_does_not_exist(client: Client, pack: Pack, page: str) -> None:
    assert client.get(f"/vi/goods/?page={page}").status_code == 404


def test_an_empty_result_shows_the_way_out(client: Client, pack: Pack) -> None:
    page = client.get("/en/goods/?gi=1").content.decode()
    assert "Give up one of the filters above" in page
    assert 'href="/en/goods/">All goods</a>' in page


def test_goods_that_cannot_be_ordered_are_marked_on_their_cards(client: Client) -> None:
    GoodFactory.create(enquiry=True)
    GoodFactory.create(is_sold_out=True)
    page = client.get("/en/goods/").content.decode()
    assert "By enquiry" in page
    assert "Out of stock" in page


def test_a_change_shows_on_cards_that_were_drawn_before(client: Client, pack: Pack) -> None:
    client.get("/vi/goods/")
    good = pack.good
    good.price_from, good.price_to, good.revision = Decimal("7.77"), Decimal("9.99"), good.revision + 1
    good.save()
    bump_storefront()
    assert "7,77–9,99" in client.get("/vi/goods/").content.decode()


def test_a_good_withdrawn_between_list_and_cards_is_left_out(client: Client) -> None:
    packs = PackFactory.create_batch(2)
    client.get("/vi/goods/")
    packs[0].good.status = "withdrawn"
    packs[0].good.save()
    bump_storefront()
    assert names(client.get("/vi/goods/").content) == [packs[1].good.name_vi]


def test_a_card_names_the_range_of_prices_and_the_pack_of_the_minimum(client: Client, now: datetime) -> None:
    """Once it said "from" the highest price of a pack, and joined it to the minimum of another."""
    bulk = PackFactory.create(position=0, content=Decimal(25), moq=20, name_vi="Bao 25 kg")
    small = PackFactory.create(good=bulk.good, position=1, moq=5, name_vi="Thùng <10 kg>")
    for pack, breaks in (
        (bulk, [(20, Decimal("4.6")), (120, Decimal("4.3"))]),
        (small, [(6, Decimal("5.6"))]),
    ):
        change_prices(pack_id=pack.pk, breaks=breaks, moq=breaks[0][0], actor=None, now=now)
    page = client.get("/vi/goods/").content.decode()
    assert '<p class="price"><b>4,30–5,60</b> <span>USD / ' in page
    assert re.search(r"Tối thiểu 60 [^<]* = 6 × Thùng &lt;10 kg&gt;</p>", page)
    assert ">từ <" not in page
