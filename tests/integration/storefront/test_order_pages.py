"""Orders as their buyer sees them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.orders.models import Order
from marketplace.payments.models import TransferStatus
from marketplace.web import process_cache
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer, text_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, order: Order, language: str = "en") -> str:
    answer = client.get(f"/{language}/orders/{order.number}/")
    assert answer.status_code == 200
    html: str = answer.content.decode()
    return html


def refresh_of(html: str) -> str:
    return ",".join(re.findall(r'data-refresh="(\d+)"', html))


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_a_buyer_sees_her_order_in_her_language(client: Client, language: str) -> None:
    order = placed_order(signed_in_buyer(client).company)
    line = order.producer_orders.get().lines.get()
    name = line.name_in(language)
    text = text_of(client.get(f"/{language}/orders/{order.number}/"))
    assert name in text
    assert order.bank_transfer.reference in text
    assert order.number in text_of(client.get(f"/{language}/orders/"))


def test_another_companys_order_is_not_there(client: Client) -> None:
    order = placed_order()
    signed_in_buyer(client)
    for language in ("zh-hans", "vi", "en"):
        assert client.get(f"/{language}/orders/{order.number}/").status_code == 404
    assert order.number not in text_of(client.get("/vi/orders/"))


def test_a_producers_person_has_no_orders_of_a_buyer(client: Client) -> None:
    membership = signed_in_producer(client)
    order = placed_order(producer=membership.company)
    assert client.get("/vi/orders/").status_code == 404
    assert client.get(f"/vi/orders/{order.number}/").status_code == 404


@pytest.mark.parametrize("number", ["HK000000000000000", "x" * 500, "hk26-1"])
def test_numbers_of_no_order_are_not_found(client: Client, number: str) -> None:
    signed_in_buyer(client)
    assert client.get(f"/vi/orders/{number}/").status_code == 404


def test_the_page_looks_again_slowly_while_a_producer_thinks(client: Client) -> None:
    assert refresh_of(page_of(client, placed_order(signed_in_buyer(client).company))) == "30"


def test_the_page_looks_again_soon_while_customs_work(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company, confirmed=True)
    HandOffFactory.create(producer_order=order.producer_orders.get(), sent=True)
    assert refresh_of(page_of(client, order)) == "5"


def test_the_page_rests_once_everything_is_settled(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company, confirmed=True)
    HandOffFactory.create(producer_order=order.producer_orders.get(), rejected=True)
    assert refresh_of(page_of(client, order)) == ""


def test_each_receipt_is_a_step_on_the_page(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company, confirmed=True)
    hand_off = HandOffFactory.create(producer_order=order.producer_orders.get(), sent=True, status="at_customs")
    for status in (2, 3):
        ReceiptFactory.create(hand_off=hand_off, return_status=status)
    steps = client.get(f"/en/orders/{order.number}/").context["rows"][0].steps
    assert [step.state for step in steps] == ["done", "done", "done", "done", "done", "now"]


def test_what_somebody_wrote_in_chinese_is_marked_on_a_vietnamese_page(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company, declined=True)
    order.producer_orders.update(decline_reason="今年收成不好 <b>")
    html = page_of(client, order, "vi")
    assert '<blockquote lang="zh-Hans">今年收成不好 &lt;b&gt;</blockquote>' in html


def test_the_amount_to_pay_is_what_still_stands(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company)
    type(order.bank_transfer).objects.update(amount_minor=5_000)
    assert "To be paid (USD) 50.00" in text_of(client.get(f"/en/orders/{order.number}/"))


def test_nothing_is_to_be_paid_when_every_producer_declined(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company, declined=True)
    type(order.bank_transfer).objects.update(status=TransferStatus.CANCELLED)
    Order.objects.for_operations().update(status="cancelled")
    text = text_of(client.get(f"/en/orders/{order.number}/"))
    assert "The order is cancelled, so nothing is to be paid." in text
    assert "Write the reference into the transfer" not in text


def test_a_demonstration_account_says_that_no_money_is_to_be_sent(client: Client) -> None:
    order = placed_order(signed_in_buyer(client).company)
    assert "Please send no money." in text_of(client.get(f"/en/orders/{order.number}/"))


@pytest.mark.parametrize("page", ["0", "-1", "1000000000", "x", "9" * 400])
def test_pages_that_are_not_there_lead_to_one_that_is(client: Client, page: str) -> None:
    order = placed_order(signed_in_buyer(client).company)
    assert order.number in text_of(client.get(f"/vi/orders/?page={page}"))


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long_it_is(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    company = signed_in_buyer(client).company
    for _ in range(count):
        placed_order(company, parts=2)
    process_cache.clear()
    with django_assert_max_num_queries(10):
        assert client.get("/vi/orders/").status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_many_parts_it_has(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    order = placed_order(signed_in_buyer(client).company, parts=count, lines=count, confirmed=True)
    for part in order.producer_orders.all():
        ReceiptFactory.create(hand_off=HandOffFactory.create(producer_order=part, sent=True))
    process_cache.clear()
    with django_assert_max_num_queries(14):
        assert client.get(f"/vi/orders/{order.number}/").status_code == 200


def test_an_order_paid_in_another_way_has_a_page_too(client: Client) -> None:
    company = signed_in_buyer(client).company
    order = placed_order(company)
    order.bank_transfer.delete()
    assert order.number in page_of(client, order)
