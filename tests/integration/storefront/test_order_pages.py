"""Checkout and order pages: what was seen is what is ordered, once, and only her company sees it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.catalog.models import Pack
from marketplace.clearance.models import HandOff
from marketplace.companies.models import Membership, Role
from marketplace.orders.models import BasketLine, Order
from marketplace.orders.services import decline_producer_order
from marketplace.payments.models import BankTransfer
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import PLACED_AT, OrderFactory, OrderLineFactory, ProducerOrderFactory
from tests.factories.payments import BankAccountFactory, BankTransferFactory

pytestmark = pytest.mark.django_db
CHECKOUT_BUDGET, LIST_BUDGET, DETAIL_BUDGET = 10, 8, 14


def shown(client: Client) -> dict[str, str]:
    """Return the form as the checkout page shows it."""
    page = client.get("/vi/checkout/").content.decode()
    fields = re.findall(r'<input type="hidden" name="(key|fingerprint)" value="([^"]+)"', page)
    assert len(fields) == 2, page
    return {**dict(fields), "buyer_reference": "PO-7", "note": "Giao buổi sáng"}


def submit(client: Client, form: dict[str, str]) -> Any:
    return client.post("/vi/checkout/", form)


def test_what_the_checkout_shows_is_ordered_once_however_often_it_is_sent(buyer_client: Client) -> None:
    form = shown(buyer_client)

    first, second = submit(buyer_client, form), submit(buyer_client, form)

    order = Order.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/vi/orders/{order.number}/"
    assert (order.buyer_reference, order.note) == ("PO-7", "Giao buổi sáng")
    assert not BasketLine.objects.exists()


def test_a_changed_price_is_shown_before_it_is_ordered_and_nothing_typed_is_lost(buyer_client: Client) -> None:
    form = shown(buyer_client)
    Pack.objects.get().price_breaks.update(unit_price=Decimal("3.00"))

    answer = submit(buyer_client, form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "PO-7" in page
    assert "Giao buổi sáng" in page
    assert "150,00" in page
    assert not Order.objects.exists()

    again = dict(re.findall(r'<input type="hidden" name="(key|fingerprint)" value="([^"]+)"', page))
    assert again["key"] == form["key"]
    assert submit(buyer_client, form | again).status_code == 302
    assert Order.objects.get().total_minor == 15000


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"note": "x" * 20_000}, 422),
        ({"key": ""}, 422),
        ({"buyer_reference": "a\x00b"}, 422),
        ({"fingerprint": "z"}, 409),
    ],
)
def test_a_broken_form_orders_nothing(buyer_client: Client, change: dict[str, str], status: int) -> None:
    assert submit(buyer_client, shown(buyer_client) | change).status_code == status

    assert not Order.objects.exists()


def test_a_role_that_may_not_order_is_told_so(buyer_client: Client) -> None:
    form = shown(buyer_client)
    Membership.objects.update(role=Role.FINANCE)

    answer = submit(buyer_client, form)

    assert answer.status_code == 409
    assert not Order.objects.exists()
    assert BasketLine.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_checkout(client: Client) -> None:
    answer = client.get("/vi/checkout/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/vi/account/login/?next=/vi/checkout/")


def test_an_empty_basket_leads_to_the_basket(client: Client) -> None:
    client.force_login(MembershipFactory.create().user)

    assert client.get("/vi/checkout/").headers["Location"] == "/vi/basket/"


@pytest.fixture
def order() -> Order:
    """Of two parts, one with its receipts, to be paid by bank transfer."""
    order: Order = OrderFactory.create(total_minor=24500)
    accepted = ProducerOrderFactory.create(order=order, number=f"{order.number}-1", confirmed=True)
    waiting = ProducerOrderFactory.create(order=order, number=f"{order.number}-2")
    for part in (accepted, waiting):
        OrderLineFactory.create_batch(3, producer_order=part)
    hand_off = HandOffFactory.create(
        producer_order=accepted, status="accepted", sent_at=PLACED_AT, settled_at=PLACED_AT
    )
    for status in (2, 3, 120):
        ReceiptFactory.create(hand_off=hand_off, return_status=status)
    BankTransferFactory.create(order=order)
    BankAccountFactory.create()
    return order


@pytest.fixture
def hers(client: Client, order: Order) -> Client:
    """A colleague of the company whose order it is."""
    client.force_login(MembershipFactory.create(company=order.buyer, role=Role.FINANCE).user)
    return client


def test_an_order_shows_goods_way_and_how_to_pay(hers: Client, order: Order) -> None:
    page = hers.get(f"/vi/orders/{order.number}/").content.decode()

    for part in order.producer_orders.all():
        assert part.number in page
        assert all(line.name_vi in page for line in part.lines.all())
    assert order.number in page
    assert "DEMO 0000 0000 0000 0000" in page
    assert "245,00" in page


def seconds_to_next_look(client: Client, order: Order) -> int | None:
    found = re.search(r'data-refresh="(\d+)"', client.get(f"/vi/orders/{order.number}/").content.decode())
    return int(found[1]) if found else None


def test_the_page_looks_again_soon_while_it_moves_seldom_while_a_person_must_act_and_not_at_the_end(
    hers: Client, order: Order, actor: User
) -> None:
    waits_for_a_producer = seconds_to_next_look(hers, order)
    HandOff.objects.update(status="sent", settled_at=None)
    is_on_its_way = seconds_to_next_look(hers, order)
    HandOff.objects.update(status="accepted", settled_at=PLACED_AT)
    part = order.producer_orders.get(status="placed")
    decline_producer_order(producer_order_id=part.pk, reason="No.", actor=actor, now=PLACED_AT)

    assert waits_for_a_producer is not None
    assert is_on_its_way is not None
    assert is_on_its_way < waits_for_a_producer
    assert seconds_to_next_look(hers, order) is None


def test_only_what_still_stands_is_asked_for(hers: Client, order: Order, actor: User) -> None:
    part = order.producer_orders.get(status="placed")
    decline_producer_order(producer_order_id=part.pk, reason="今年歉收。", actor=actor, now=PLACED_AT)

    page = hers.get(f"/vi/orders/{order.number}/").content.decode()

    assert "今年歉收。" in page
    assert "122,50" in page.split('id="order-pay"')[1]


@pytest.mark.parametrize(
    ("transfer", "said"),
    [
        ({"status": "cancelled"}, "nothing is to be paid"),
        ({"status": "received", "refund_minor": 100}, "1.00"),
        ({"status": "received"}, "Your payment has been received"),
    ],
)
def test_what_became_of_the_payment_is_said(
    hers: Client, order: Order, actor: User, transfer: dict[str, Any], said: str
) -> None:
    if transfer["status"] == "received":
        transfer = transfer | {"received_at": PLACED_AT, "received_by": actor}
    BankTransfer.objects.update(**transfer)

    page = hers.get(f"/en/orders/{order.number}/").content.decode()

    assert said in page
    assert "DEMO 0000 0000 0000 0000" not in page, "nobody is asked to pay again"


@pytest.mark.parametrize("path", ["/vi/orders/{number}/", "/zh-hans/orders/{number}/"])
def test_a_strangers_order_is_not_there(client: Client, order: Order, path: str) -> None:
    client.force_login(MembershipFactory.create().user)

    assert client.get(path.format(number=order.number)).status_code == 404
    assert order.number not in client.get("/vi/orders/").content.decode()


def test_a_producer_reads_no_buyers_order(client: Client, order: Order) -> None:
    producer = order.producer_orders.get(status="placed").producer
    client.force_login(MembershipFactory.create(sales=True, company=producer).user)

    assert client.get(f"/vi/orders/{order.number}/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client: Client, order: Order) -> None:
    assert client.get(f"/vi/orders/{order.number}/").status_code == 302
    assert client.get("/vi/orders/").status_code == 302


def test_the_list_holds_the_companys_orders(hers: Client, order: Order) -> None:
    page = hers.get("/vi/orders/").content.decode()

    assert order.number in page
    assert all(part.producer.name_vi in page for part in order.producer_orders.all())


def test_pages_of_orders_stay_within_their_budgets(
    hers: Client, order: Order, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        ProducerOrderFactory.create(order=OrderFactory.create(buyer=order.buyer), confirmed=bool(n % 2))

    with django_assert_max_num_queries(DETAIL_BUDGET):
        assert hers.get(f"/vi/orders/{order.number}/").status_code == 200
    with django_assert_max_num_queries(LIST_BUDGET):
        assert hers.get("/vi/orders/").status_code == 200


def test_the_checkout_stays_within_its_budget(
    buyer_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(CHECKOUT_BUDGET):
        assert buyer_client.get("/vi/checkout/").status_code == 200
