"""A producer's people reach the rows of their producer, and nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from marketplace.catalog.models import Availability, GoodStatus, Pack
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.producer_portal import urls as portal
from marketplace.storefront import urls as storefront
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer

pytestmark = pytest.mark.django_db

LANGUAGES = ("zh-hans", "vi", "en")
# Addresses that list what is one's own: they are there for every producer, and show her own rows only.
LISTS = {"home", "order-list", "good-list"}


@pytest.fixture
def part() -> ProducerOrder:
    """Somebody's order, of somebody's producer."""
    return placed_order().producer_orders.get()


@pytest.fixture
def pack(part: ProducerOrder) -> Pack:
    """A pack of the same producer."""
    pack: Pack = PackFactory.create(good__producer=part.producer, good__county=part.producer.county)
    return pack


def addresses(part: ProducerOrder, pack: Pack) -> dict[str, str]:
    """Every address of the portal that names a row, pointing at the rows of ``part.producer``."""
    values = {"number": part.number, "sku": pack.good.sku, "pack_sku": pack.sku}
    named: dict[str, str] = {}
    for pattern in portal.urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.name
        if pattern.name in LISTS:
            continue
        wanted = {name: values[name] for name in pattern.pattern.converters}
        assert wanted, f"{pattern.name} names no row: is it a list?"
        named[pattern.name] = reverse(f"producer_portal:{pattern.name}", kwargs=wanted)
    return named


def assert_nothing_changed(part: ProducerOrder, pack: Pack) -> None:
    part.refresh_from_db()
    pack.refresh_from_db()
    assert part.status == ProducerOrderStatus.PLACED
    assert pack.availability == Availability.AVAILABLE
    assert pack.good.status == GoodStatus.PUBLISHED
    assert pack.price_breaks.count() == 2


def everything() -> dict[str, Any]:
    """Fields that would do something at any of the addresses."""
    return {"reason": "no", "availability": Availability.SOLD_OUT}


def test_another_producers_people_find_no_address_at_all(client: Client, part: ProducerOrder, pack: Pack) -> None:
    signed_in_producer(client)
    found = addresses(part, pack)
    assert len(found) >= 8
    for name, address in found.items():
        assert client.get(address, follow=True).status_code == 404, name
        assert client.post(address, everything()).status_code in {404, 405}, name
    assert_nothing_changed(part, pack)


def test_the_producers_own_people_do_find_them(client: Client) -> None:
    company = signed_in_producer(client).company
    mine = placed_order(producer=company).producer_orders.get()
    pack = PackFactory.create(good__producer=company, good__county=company.county)
    found = addresses(mine, pack)
    for name in ("order-detail", "good-detail"):
        assert client.get(found[name]).status_code == 200
    for name, address in found.items():
        if name.endswith("-detail"):
            continue
        assert client.post(address, everything()).status_code in {302, 422}, name


@pytest.mark.parametrize("who", ["buyer", "nobody's", "visitor"])
def test_who_acts_for_no_producer_stays_outside(client: Client, part: ProducerOrder, pack: Pack, who: str) -> None:
    if who == "buyer":
        signed_in_buyer(client)
    if who == "nobody's":
        client.force_login(UserFactory.create())
    expected = {"visitor": 302}.get(who, 404)
    lists = [reverse(f"producer_portal:{name}") for name in ("order-list", "good-list")]
    for address in [*lists, *addresses(part, pack).values()]:
        assert client.get(address).status_code == expected, address
        assert client.post(address, everything()).status_code in {expected, 405}, address
    assert_nothing_changed(part, pack)


def test_lists_hold_ones_own_rows_only(client: Client, part: ProducerOrder, pack: Pack) -> None:
    signed_in_producer(client)
    assert part.number not in client.get("/vi/producer/orders/").content.decode()
    assert pack.good.sku not in client.get("/vi/producer/goods/").content.decode()


def test_another_buyers_people_find_no_order_in_any_language(client: Client, part: ProducerOrder) -> None:
    signed_in_buyer(client)
    named = [pattern for pattern in storefront.urlpatterns if pattern.pattern.converters.keys() == {"number"}]
    assert named
    for language in LANGUAGES:
        for number in (part.order.number, part.number):
            assert client.get(f"/{language}/orders/{number}/").status_code == 404
            assert client.get(f"/{language}/producer/orders/{number}/").status_code == 404
