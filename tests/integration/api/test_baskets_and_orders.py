"""The API's basket and orders: the same rules as the pages, told to programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Pack
from marketplace.companies.models import Membership, Role
from marketplace.orders.models import BasketLine, Order
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer

pytestmark = pytest.mark.django_db

API = "/api/v1"


@pytest.fixture
def buyer(client: Client) -> Membership:
    """A purchaser, signed in."""
    return signed_in_buyer(client)


@pytest.fixture
def pack() -> Pack:
    """A carton that is ordered 5, 7, 9 … at a time."""
    made: Pack = PackFactory.create()
    return made


def put(client: Client, sku: str, quantity: Any, lang: str = "vi") -> Any:
    body = json.dumps({"quantity": quantity})
    return client.put(f"{API}/basket/lines/{sku}?lang={lang}", body, content_type="application/json")


def order(client: Client, fingerprint: str, key: str = "key-of-the-test", **fields: str) -> Any:
    body = json.dumps({"fingerprint": fingerprint, **fields})
    headers = {"Idempotency-Key": key}
    return client.post(f"{API}/orders?lang=vi", body, content_type="application/json", headers=headers)


@pytest.mark.usefixtures("buyer")
def test_the_same_put_twice_leaves_one_line_of_that_quantity(client: Client, pack: Pack) -> None:
    answers = [put(client, pack.sku, 7).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert list(BasketLine.objects.values_list("quantity", flat=True)) == [7]
    assert put(client, pack.sku, 9).json()["lines"][0]["quantity"] == 9


@pytest.mark.usefixtures("buyer")
def test_a_quantity_off_the_step_names_the_nearest(client: Client, pack: Pack) -> None:
    answer = put(client, pack.sku, 8)
    assert answer.status_code == 422
    assert answer.json()["code"] == "quantity_not_orderable"
    assert answer.json()["data"] == {"quantity": 8, "moq": 5, "step": 2, "lower": 7, "upper": 9}
    assert not BasketLine.objects.exists()


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize("quantity", [0, -1, 1.5, 10**12, 10**30, "7", "７", "1e3", None, True, [7], {"n": 7}])
def test_what_is_no_quantity_is_refused(client: Client, pack: Pack, quantity: Any) -> None:
    answer = put(client, pack.sku, quantity)
    assert answer.status_code == 422
    assert answer.json()["code"] == "parameter_not_valid"
    assert not BasketLine.objects.exists()


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', '{"quantity": NaN}', '{"quantity": 1' + "0" * 5_000 + "}"]
)
def test_bodies_that_are_no_request_are_refused(client: Client, pack: Pack, body: str) -> None:
    answer = client.put(f"{API}/basket/lines/{pack.sku}", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] in {"request_not_valid", "parameter_not_valid"}


@pytest.mark.usefixtures("buyer")
def test_enquiry_only_goods_are_refused_with_the_reason(client: Client) -> None:
    pack = PackFactory.create(good=GoodFactory.create(enquiry=True))
    answer = put(client, pack.sku, 5)
    assert answer.status_code == 409
    assert answer.json()["data"] == {"reason": "enquiry", "sku": pack.sku}
    assert not BasketLine.objects.exists()


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize("sku", ["NO-SUCH-PACK", "x" * 20])
def test_an_unknown_pack_is_not_found(client: Client, sku: str) -> None:
    assert put(client, sku, 5).json()["code"] == "pack_not_found"


def test_a_line_is_taken_out_however_often_it_is_asked(client: Client, buyer: Membership) -> None:
    line = BasketLineFactory.create(basket=BasketFactory.create(user=buyer.user))
    for _ in range(2):
        answer = client.delete(f"{API}/basket/lines/{line.pack.sku}")
        assert (answer.status_code, answer.json()["lines"]) == (200, [])


def test_the_same_key_gives_the_same_order(client: Client, buyer: Membership, pack: Pack) -> None:
    fingerprint = put(client, pack.sku, 7).json()["fingerprint"]
    first, second = order(client, fingerprint), order(client, fingerprint)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Order.objects.get().buyer == buyer.company


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize("key", ["", "short", "k" * 65])
def test_an_order_needs_a_key(client: Client, pack: Pack, key: str) -> None:
    fingerprint = put(client, pack.sku, 7).json()["fingerprint"]
    assert order(client, fingerprint, key=key).status_code == 422
    assert not Order.objects.exists()


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize(
    "fields", [{"note": "x" * 20_000}, {"buyer_reference": "x" * 61}, {"note": "\ud800"}, {"fingerprint": "f" * 129}]
)
def test_texts_that_cannot_be_kept_are_refused(client: Client, pack: Pack, fields: dict[str, str]) -> None:
    put(client, pack.sku, 7)
    body = json.dumps({"fingerprint": "x", **fields})
    headers = {"Idempotency-Key": "key-of-the-test"}
    answer = client.post(f"{API}/orders", body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert not Order.objects.exists()


@pytest.mark.usefixtures("buyer")
def test_control_characters_are_left_out_of_what_is_kept(client: Client, pack: Pack) -> None:
    fingerprint = put(client, pack.sku, 7).json()["fingerprint"]
    assert order(client, fingerprint, note="a\x00b").status_code == 201
    assert Order.objects.get().note == "ab"


@pytest.mark.usefixtures("buyer")
def test_prices_that_were_not_seen_are_not_ordered(client: Client, pack: Pack) -> None:
    put(client, pack.sku, 7)
    assert order(client, "of another basket").json()["code"] == "prices_changed"
    assert not Order.objects.exists()


@pytest.mark.usefixtures("buyer")
def test_an_empty_basket_is_not_ordered(client: Client) -> None:
    answer = order(client, "x")
    assert (answer.status_code, answer.json()["code"]) == (409, "basket_empty")


def test_who_may_not_order_is_forbidden(client: Client, pack: Pack) -> None:
    signed_in_buyer(client, roles=(Role.FINANCE,))
    fingerprint = put(client, pack.sku, 7).json()["fingerprint"]
    answer = order(client, fingerprint)
    assert (answer.status_code, answer.json()["code"]) == (403, "may_not_order")


def test_another_companys_order_is_not_there(client: Client, buyer: Membership) -> None:
    mine, theirs = placed_order(buyer.company), placed_order()
    assert client.get(f"{API}/orders/{mine.number}").json()["number"] == mine.number
    answer = client.get(f"{API}/orders/{theirs.number}")
    assert (answer.status_code, answer.json()["code"]) == (404, "order_not_found")
    listed = client.get(f"{API}/orders").json()
    assert (listed["total"], [one["number"] for one in listed["orders"]]) == (1, [mine.number])


def test_a_producers_person_has_no_orders_of_a_buyer(client: Client) -> None:
    signed_in_producer(client)
    answer = client.get(f"{API}/orders")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_buyer_company")


@pytest.mark.parametrize("address", ["basket", "orders", "orders/HK2600000000X"])
def test_without_a_session_nothing_is_told(client: Client, address: str) -> None:
    answer = client.get(f"{API}/{address}")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


@pytest.mark.usefixtures("buyer")
def test_another_site_cannot_act_for_her(client: Client, pack: Pack) -> None:
    answer = client.put(
        f"{API}/basket/lines/{pack.sku}",
        json.dumps({"quantity": 7}),
        content_type="application/json",
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("count", [1, 8])
def test_answers_cost_the_same_however_long_they_are(
    client: Client, buyer: Membership, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    basket = BasketFactory.create(user=buyer.user)
    for _ in range(count):
        placed_order(buyer.company, parts=2)
        BasketLineFactory.create(basket=basket)
    with django_assert_max_num_queries(10):  # parts, lines, payment and customs of all
        client.get(f"{API}/orders?size=100")
    with django_assert_max_num_queries(5):
        client.get(f"{API}/basket")
