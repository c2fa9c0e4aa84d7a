"""The basket of a visitor and of a buyer, through its pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Pack
from marketplace.orders.models import Basket, BasketLine, BasketOwner
from marketplace.orders.selectors import basket_line_count
from marketplace.orders.session import BASKET_TOKEN
from marketplace.web import process_cache
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.integration.scenes import HOSTILE_QUANTITIES, HOSTILE_TEXTS, signed_in_buyer, text_of

pytestmark = pytest.mark.django_db

ADD, UPDATE, SHOW = "/vi/basket/add/", "/vi/basket/", "/vi/basket/"


def quantities() -> list[int]:
    return list(BasketLine.objects.order_by("pk").values_list("quantity", flat=True))


def test_a_visitor_gets_a_session_with_the_first_thing_that_is_really_in(client: Client, pack: Pack) -> None:
    client.get(SHOW)
    client.post(ADD, {"pack": pack.sku, "quantity": "6"})
    assert BASKET_TOKEN not in client.session
    assert client.post(ADD, {"pack": pack.sku, "quantity": "7"})["Location"] == SHOW
    token = client.session[BASKET_TOKEN]
    assert basket_line_count(BasketOwner.of_visitor(token)) == 1
    assert pack.sku in text_of(client.get(SHOW))


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "现为 15 件"), ("vi", "hiện có 15 kiện")])
def test_a_sum_that_was_rounded_up_to_the_next_step_is_told(
    client: Client, pack: Pack, language: str, said: str
) -> None:
    Pack.objects.filter(pk=pack.pk).update(moq=7, step=4)
    address = f"/{language}/basket/add/"
    assert said not in text_of(client.post(address, {"pack": pack.sku, "quantity": "7"}, follow=True))
    assert said in text_of(client.post(address, {"pack": pack.sku, "quantity": "7"}, follow=True))
    assert quantities() == [15]


def test_another_visitor_does_not_see_it(client: Client, pack: Pack) -> None:
    client.post(ADD, {"pack": pack.sku, "quantity": "7"})
    assert pack.sku not in text_of(Client().get(SHOW))


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_a_refused_quantity_comes_back_on_the_goods_page_with_the_nearest(
    client: Client, pack: Pack, language: str
) -> None:
    answer = client.post(f"/{language}/basket/add/", {"pack": pack.sku, "quantity": "8"}, follow=True)
    assert answer.redirect_chain == [(f"/{language}/goods/{pack.good.slug}/?pack={pack.sku}&quantity=8", 302)]
    assert 'value="8"' in answer.content.decode()
    [error] = re.findall(r'(?s)id="[^"]*-error">(.*?)</p>', answer.content.decode())
    assert {"7", "9"} <= set(re.findall(r"\d+", error))
    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("quantity", HOSTILE_QUANTITIES)
def test_what_is_no_quantity_is_refused_in_the_form(client: Client, pack: Pack, quantity: str) -> None:
    answer = client.post(ADD, {"pack": pack.sku, "quantity": quantity}, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == f"/vi/goods/{pack.good.slug}/"
    assert re.search(r'<input id="quantity"[^>]* aria-invalid="true"', answer.content.decode())
    assert not BasketLine.objects.exists()


def test_full_width_digits_are_digits(client: Client, pack: Pack) -> None:
    client.post(ADD, {"pack": pack.sku, "quantity": " ７ "})
    assert quantities() == [7]


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "", "NO-SUCH-PACK"])
def test_an_unknown_pack_is_said_to_be_gone(client: Client, text: str) -> None:
    for quantity in ("5", "0"):
        answer = client.post(ADD, {"pack": text, "quantity": quantity})
        assert (answer.status_code, answer["Location"]) == (302, "/vi/goods/")


def test_enquiry_only_goods_cannot_be_put_in_and_the_page_says_why(client: Client) -> None:
    pack = PackFactory.create(good=GoodFactory.create(enquiry=True))
    answer = client.post(ADD, {"pack": pack.sku, "quantity": "5"}, follow=True)
    assert answer.redirect_chain == [(f"/vi/goods/{pack.good.slug}/?pack={pack.sku}&quantity=5", 302)]
    assert "Xuất khẩu cần hạn ngạch." in text_of(answer)
    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("traits", [{"good__draft": True}, {"sold_out": True}, {"unpriced": True}])
def test_what_is_not_sold_now_cannot_be_put_in(client: Client, traits: dict[str, bool]) -> None:
    pack = PackFactory.create(**traits)
    assert client.post(ADD, {"pack": pack.sku, "quantity": "5"}).status_code == 302
    assert not BasketLine.objects.exists()


def test_one_wrong_line_keeps_what_was_typed_and_the_others_are_saved(client: Client) -> None:
    basket = BasketFactory.create(user=signed_in_buyer(client).user)
    wrong, right = BasketLineFactory.create_batch(2, basket=basket)
    typed = {f"quantity-{wrong.pack.sku}": "6", f"quantity-{right.pack.sku}": "11"}
    answer = client.post(UPDATE, typed)
    assert answer.status_code == 422
    assert 'value="6"' in answer.content.decode()
    assert quantities() == [5, 11]


@pytest.mark.parametrize("quantity", HOSTILE_QUANTITIES)
def test_a_line_keeps_its_quantity_when_none_was_typed(client: Client, quantity: str) -> None:
    line = BasketLineFactory.create(basket=BasketFactory.create(user=signed_in_buyer(client).user))
    answer = client.post(UPDATE, {f"quantity-{line.pack.sku}": quantity})
    assert answer.status_code == 422
    assert quantities() == [5]


def test_a_line_is_taken_out_and_a_second_click_is_no_error(client: Client) -> None:
    line = BasketLineFactory.create(basket=BasketFactory.create(user=signed_in_buyer(client).user))
    for _ in range(2):
        assert client.post(UPDATE, {"remove": line.pack.sku})["Location"] == SHOW
    assert quantities() == []


def test_who_goes_on_to_the_order_takes_along_what_was_typed(client: Client) -> None:
    line = BasketLineFactory.create(basket=BasketFactory.create(user=signed_in_buyer(client).user))
    answer = client.post(UPDATE, {f"quantity-{line.pack.sku}": "11", "order": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/vi/checkout/")
    assert quantities() == [11]


def test_who_typed_what_cannot_be_ordered_stays_in_the_basket(client: Client) -> None:
    line = BasketLineFactory.create(basket=BasketFactory.create(user=signed_in_buyer(client).user))
    answer = client.post(UPDATE, {f"quantity-{line.pack.sku}": "1000000000000", "order": ""})
    assert answer.status_code == 422
    assert "999.999.999" in answer.content.decode()
    assert re.search(r"<input[^>]*aria-invalid=\"true\"[^>]* autofocus", answer.content.decode())
    assert quantities() == [5]


def test_somebody_elses_line_is_out_of_reach(client: Client) -> None:
    theirs = BasketLineFactory.create()
    signed_in_buyer(client)
    client.post(UPDATE, {"remove": theirs.pack.sku})
    client.post(UPDATE, {f"quantity-{theirs.pack.sku}": "9"})
    assert quantities() == [5]


def test_a_link_changes_nothing_and_leads_to_the_basket(client: Client, pack: Pack) -> None:
    assert client.get(ADD, {"pack": pack.sku, "quantity": "7"})["Location"] == SHOW
    assert client.get(UPDATE, {"remove": pack.sku}).status_code == 200
    assert not Basket.objects.exists()


def test_a_visitor_without_a_basket_updates_nothing(client: Client) -> None:
    assert client.post(UPDATE, {"remove": "X"})["Location"] == SHOW
    assert not Basket.objects.exists()


def test_a_line_that_can_no_longer_be_ordered_says_so_and_stops_the_order(client: Client) -> None:
    basket = BasketFactory.create(user=signed_in_buyer(client).user)
    BasketLineFactory.create(basket=basket, pack=PackFactory.create(sold_out=True))
    answer = client.get("/en/basket/")
    assert "This pack is out of stock." in text_of(answer)
    assert "/en/checkout/" not in answer.content.decode()


@pytest.mark.parametrize("lines", [1, 12])
def test_the_basket_costs_the_same_however_much_is_in_it(
    client: Client, lines: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    basket = BasketFactory.create(user=signed_in_buyer(client).user)
    BasketLineFactory.create_batch(lines, basket=basket)
    process_cache.clear()
    with django_assert_max_num_queries(10):
        assert client.get(SHOW).status_code == 200
