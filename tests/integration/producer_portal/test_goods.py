"""A producer looks after stock, prices and what is on the market."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Availability, GoodStatus, Pack
from marketplace.companies.models import Membership
from marketplace.orders.models import BasketLine
from marketplace.web import process_cache
from tests.factories.catalog import PackFactory, PictureFactory
from tests.integration.scenes import HOSTILE_TEXTS, signed_in_producer, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer(client: Client) -> Membership:
    """Somebody of a producer, signed in."""
    return signed_in_producer(client)


@pytest.fixture
def pack(producer: Membership) -> Pack:
    """A pack with prices from 5 and 51 cartons on."""
    pack: Pack = PackFactory.create(
        good__producer=producer.company,
        good__county=producer.company.county,
        first_break__from_quantity=5,
        second_break__from_quantity=51,
    )
    PictureFactory.create(good=pack.good, file="goods/rice.jpg", position=0)
    return pack


def address(pack: Pack, act: str = "", language: str = "vi") -> str:
    base = f"/{language}/producer/goods/{pack.good.sku}/"
    return (
        f"{base}packs/{pack.sku}/{act}/" if act in {"availability", "prices"} else f"{base}{act}{'/' if act else ''}"
    )


def typed(pack: Pack, first: str, second: str) -> dict[str, str]:
    return {f"{pack.sku}-price_5": first, f"{pack.sku}-price_51": second}


def prices(pack: Pack) -> list[Decimal]:
    return list(pack.price_breaks.order_by("from_quantity").values_list("unit_price", flat=True))


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_goods_are_shown_in_the_language_of_the_page(client: Client, pack: Pack, language: str) -> None:
    name = getattr(pack.good, f"name_{language.replace('-', '_')}")
    assert name in text_of(client.get(f"/{language}/producer/goods/"))
    assert name in text_of(client.get(address(pack, language=language)))


def test_a_sold_out_pack_cannot_be_ordered_from_then_on(client: Client, pack: Pack) -> None:
    assert client.post(address(pack, "availability"), {"availability": "sold_out"}).status_code == 302
    pack.refresh_from_db()
    assert pack.availability == Availability.SOLD_OUT
    Client().post("/vi/basket/add/", {"pack": pack.sku, "quantity": "5"})
    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("value", ["", "zzz", "a\x00b", "x" * 20_000])
def test_stock_is_one_of_two_things(client: Client, pack: Pack, value: str) -> None:
    assert client.post(address(pack, "availability"), {"availability": value}).status_code == 302
    pack.refresh_from_db()
    assert pack.availability == Availability.AVAILABLE


@pytest.mark.parametrize(("first", "second"), [("2,5", "2,4"), ("2.5", "２.４"), (" 2.50000 ", "2,4")])
def test_prices_are_read_as_people_write_them(client: Client, pack: Pack, first: str, second: str) -> None:
    assert client.post(address(pack, "prices"), typed(pack, first, second)).status_code == 302
    assert prices(pack) == [Decimal("2.5"), Decimal("2.4")]


def test_the_form_shows_prices_as_its_reader_writes_them(client: Client, pack: Pack) -> None:
    assert 'value="2,45"' in client.get(address(pack)).content.decode()
    assert 'value="2.45"' in client.get(address(pack, language="zh-hans")).content.decode()


@pytest.mark.parametrize(
    "text", [*HOSTILE_TEXTS, "", "0", "-1", "1e3", "1_0", "NaN", "Infinity", "0.000001", "9" * 13]
)
def test_what_is_no_price_is_refused_and_stays_typed(client: Client, pack: Pack, text: str) -> None:
    answer = client.post(address(pack, "prices"), typed(pack, text, "0.1"))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert answer.context["form"]["price_5"].value() == text
    assert prices(pack) == [Decimal("2.45"), Decimal("2.3")]


def test_a_larger_quantity_must_cost_less(client: Client, pack: Pack) -> None:
    answer = client.post(address(pack, "prices"), typed(pack, "2.4", "2.4"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"price_51"}


def test_what_leaves_the_market_is_asked_for_first(client: Client, pack: Pack) -> None:
    asked = client.get(address(pack, "withdraw"))
    assert pack.good.name_vi in text_of(asked)
    pack.good.refresh_from_db()
    assert pack.good.status == GoodStatus.PUBLISHED


def test_a_good_leaves_the_market_and_comes_back_through_review(client: Client, pack: Pack) -> None:
    public = f"/vi/goods/{pack.good.slug}/"
    client.post(address(pack, "withdraw"))
    pack.good.refresh_from_db()
    assert pack.good.status == GoodStatus.WITHDRAWN
    assert Client().get(public).status_code == 404
    client.post(address(pack, "submit"))
    pack.good.refresh_from_db()
    assert pack.good.status == GoodStatus.REVIEW


def test_what_is_missing_is_named_in_words(client: Client, pack: Pack) -> None:
    type(pack.good).objects.filter(pk=pack.good.pk).update(status=GoodStatus.DRAFT, name_vi="", published_at=None)
    text = text_of(client.post(address(pack, "submit", "en"), follow=True))
    assert "Name (Vietnamese)" in text
    assert "name_vi" not in text
    pack.good.refresh_from_db()
    assert pack.good.status == GoodStatus.DRAFT


def test_moves_that_make_no_sense_change_nothing(client: Client, pack: Pack) -> None:
    assert client.post(address(pack, "submit")).status_code == 302
    pack.good.refresh_from_db()
    assert pack.good.status == GoodStatus.PUBLISHED


def test_a_pack_of_another_good_is_not_there(client: Client, pack: Pack, producer: Membership) -> None:
    other = PackFactory.create(good__producer=producer.company, good__county=producer.company.county)
    mixed = f"/vi/producer/goods/{pack.good.sku}/packs/{other.sku}/availability/"
    assert client.post(mixed, {"availability": "sold_out"}).status_code == 404


@pytest.mark.parametrize("count", [1, 8])
def test_list_and_page_cost_the_same_however_much_there_is(
    client: Client, producer: Membership, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        pack = PackFactory.create(good__producer=producer.company, good__county=producer.company.county)
        PackFactory.create_batch(count - 1, good=pack.good)
        PictureFactory.create(good=pack.good, file="goods/rice.jpg")
    process_cache.clear()
    with django_assert_max_num_queries(9):
        client.get("/vi/producer/goods/")
    with django_assert_max_num_queries(11):
        client.get(address(pack))
