"""From a full basket to an order, through the page."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.companies.models import Membership, Role
from marketplace.orders.models import BasketLine, BasketOwner, Order, ProducerOrder
from marketplace.orders.selectors import basket_summary
from marketplace.pricing.models import PriceBreak
from marketplace.web import process_cache
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.integration.scenes import HOSTILE_TEXTS, signed_in_buyer, text_of

pytestmark = pytest.mark.django_db

PAGE = "/vi/checkout/"


@pytest.fixture
def buyer(client: Client) -> Membership:
    """A purchaser with two lines of two producers in her basket."""
    membership = signed_in_buyer(client)
    BasketLineFactory.create_batch(2, basket=BasketFactory.create(user=membership.user))
    return membership


def form_of(client: Client) -> dict[str, str]:
    """What the page's form holds before anything is typed."""
    form = client.get(PAGE).context["form"]
    return {"key": form["key"].value(), "fingerprint": form["fingerprint"].value()}


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_the_order_is_placed_once_with_a_part_for_each_producer(
    client: Client, buyer: Membership, language: str
) -> None:
    typed = {**form_of(client), "buyer_reference": "PO-1", "note": "Giao sớm"}
    answer = client.post(f"/{language}/checkout/", typed)
    order = Order.objects.get()
    assert answer["Location"] == f"/{language}/orders/{order.number}/"
    assert (order.buyer, order.buyer_reference, order.note) == (buyer.company, "PO-1", "Giao sớm")
    assert ProducerOrder.objects.count() == 2
    assert not BasketLine.objects.exists()
    assert order.number in text_of(client.get(answer["Location"]))


@pytest.mark.usefixtures("buyer")
def test_the_same_form_sent_twice_is_one_order(client: Client) -> None:
    typed = form_of(client)
    first, second = client.post(PAGE, typed), client.post(PAGE, typed)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_a_second_order_is_another_form(client: Client, buyer: Membership) -> None:
    client.post(PAGE, form_of(client))
    BasketLineFactory.create(basket=buyer.user.basket)
    client.post(PAGE, form_of(client))
    assert Order.objects.count() == 2


@pytest.mark.usefixtures("buyer")
def test_a_changed_price_is_shown_before_anything_is_ordered(client: Client) -> None:
    typed = {**form_of(client), "note": "Giao sớm"}
    PriceBreak.objects.filter(from_quantity=1).update(unit_price="2.50000")
    answer = client.post(PAGE, typed)
    assert answer.status_code == 409
    assert not Order.objects.exists()
    assert "Giao sớm" in answer.content.decode()
    again = {name: answer.context["form"][name].value() for name in ("key", "fingerprint", "note")}
    assert again["key"] == typed["key"]
    assert client.post(PAGE, again).status_code == 302
    assert Order.objects.count() == 1


def test_enquiry_only_goods_that_are_in_already_are_not_ordered(client: Client, buyer: Membership) -> None:
    pack = PackFactory.create(good=GoodFactory.create(enquiry=True))
    BasketLineFactory.create(basket=buyer.user.basket, pack=pack)
    summary = basket_summary(BasketOwner.of_user(buyer.user), language="vi")
    answer = client.post(PAGE, {"key": "a" * 32, "fingerprint": summary.fingerprint})
    assert answer.status_code == 409
    assert not Order.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.FINANCE])
def test_who_may_not_order_is_told_so(client: Client, role: Role) -> None:
    membership = signed_in_buyer(client, roles=(role,))
    BasketLineFactory.create(basket=BasketFactory.create(user=membership.user))
    assert client.post(PAGE, {"key": "a" * 32, "fingerprint": "x"}).status_code == 403
    assert not Order.objects.exists()


def test_a_producers_person_cannot_order(client: Client) -> None:
    membership = MembershipFactory.create(sales=True)
    client.force_login(membership.user)
    BasketLineFactory.create(basket=BasketFactory.create(user=membership.user))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"key": "a" * 32, "fingerprint": "x"}).status_code == 403
    assert not Order.objects.exists()


def test_an_empty_basket_leads_back_to_it(client: Client) -> None:
    signed_in_buyer(client)
    assert client.get(PAGE)["Location"] == "/vi/basket/"
    assert client.post(PAGE, {"key": "a" * 32, "fingerprint": "x"})["Location"] == "/vi/basket/"


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/vi/account/login/?next={PAGE}"


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize("field", ["buyer_reference", "note", "key", "fingerprint"])
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_field_falls_over_what_nobody_should_type(client: Client, field: str, text: str) -> None:
    answer = client.post(PAGE, {**form_of(client), field: text})
    assert answer.status_code in {302, 409, 422}
    assert Order.objects.count() == (answer.status_code == 302)
    assert all("\x00" not in note for note in Order.objects.values_list("note", flat=True))


@pytest.mark.usefixtures("buyer")
def test_a_text_that_is_too_long_is_not_lost(client: Client) -> None:
    answer = client.post(PAGE, {**form_of(client), "note": "y" * 20_000})
    assert answer.status_code == 422
    assert "y" * 20_000 in answer.content.decode()


@pytest.mark.parametrize("lines", [1, 12])
def test_the_page_costs_the_same_however_much_is_ordered(
    client: Client, lines: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    basket = BasketFactory.create(user=signed_in_buyer(client).user)
    BasketLineFactory.create_batch(lines, basket=basket)
    process_cache.clear()
    with django_assert_max_num_queries(11):
        assert client.get(PAGE).status_code == 200
