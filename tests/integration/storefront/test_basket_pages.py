"""The basket page: filled, corrected and kept, for a visitor and for a signed-in person."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Pack
from marketplace.orders.models import Basket, BasketLine
from tests.factories.accounts import PASSWORD
from tests.factories.catalog import PackFactory, PictureFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory

pytestmark = pytest.mark.django_db
# Session, user, viewer, lines, prices, pictures.
BUDGET = 8
REFUSED = {400, 422}
HOSTILE = ["0", "-1", "1000000000000", "1.5", "", "abc", "6", "1_0", "5 5", "x" * 20_000, "\x00", "٣"]


def add(client: Client, pack: Pack, quantity: str = "5", language: str = "vi") -> Any:
    return client.post(f"/{language}/basket/add/", {"pack": pack.sku, "quantity": quantity})


def test_a_visitor_has_no_session_until_something_is_in_her_basket(client: Client, pack: Pack) -> None:
    client.get("/vi/basket/")
    refused = add(client, pack, "6")
    assert refused.status_code in REFUSED
    assert "sessionid" not in client.cookies
    assert not Basket.objects.exists()

    answer = add(client, pack)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/vi/basket/"
    assert "sessionid" in client.cookies
    assert BasketLine.objects.get().quantity == 5


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
def test_the_basket_shows_what_lies_in_it_in_the_readers_language(client: Client, pack: Pack, language: str) -> None:
    add(client, pack)

    page = client.get(f"/{language}/basket/").content.decode()

    suffix = language.replace("-", "_")
    assert getattr(pack.good, f"name_{suffix}") in page
    assert getattr(pack, f"name_{suffix}") in page
    assert pack.sku in page
    assert ("122,50" if language == "vi" else "122.50") in page


def test_what_was_typed_stays_where_it_is_refused_with_the_nearest(client: Client, pack: Pack) -> None:
    add(client, pack)

    answer = client.post("/en/basket/update/", {f"quantity-{pack.sku}": "6"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="6"' in page
    assert "Order 5 or 7 packs" in page
    assert BasketLine.objects.get().quantity == 5


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_quantities_are_refused_in_words_and_change_nothing(client: Client, pack: Pack, typed: str) -> None:
    add(client, pack)

    assert client.post("/vi/basket/update/", {f"quantity-{pack.sku}": typed}).status_code in REFUSED
    assert add(client, pack, typed).status_code in REFUSED

    assert BasketLine.objects.get().quantity == 5


@pytest.mark.parametrize("sku", ["", "HH-XX", "\x00", "x" * 20_000, "'; drop table"])
def test_an_unknown_pack_leads_back_to_the_goods(client: Client, sku: str) -> None:
    answer = client.post("/vi/basket/add/", {"pack": sku, "quantity": "5"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/vi/goods/"


@pytest.mark.parametrize("trait", ["good__enquiry", "sold_out"])
def test_what_cannot_be_ordered_is_refused_on_the_page_of_the_good(client: Client, trait: str) -> None:
    pack = PackFactory.create(**{trait: True})

    answer = client.post("/vi/basket/add/", {"pack": pack.sku, "quantity": "5"}, follow=True)

    assert answer.request["PATH_INFO"] == f"/vi/goods/{pack.good.slug}/"
    assert not BasketLine.objects.exists()


def test_a_line_is_taken_out_and_the_others_stay(client: Client, pack: Pack) -> None:
    other = PackFactory.create()
    add(client, pack)
    add(client, other)

    client.post("/vi/basket/update/", {"remove": pack.sku, f"quantity-{other.sku}": "7"})

    assert BasketLine.objects.get().pack == other


def test_nobody_changes_the_basket_of_another(client: Client, buyer_client: Client) -> None:
    line = BasketLine.objects.get()
    stranger = Client()
    add(stranger, PackFactory.create())

    stranger.post("/vi/basket/update/", {"remove": line.pack.sku})
    stranger.post("/vi/basket/update/", {f"quantity-{line.pack.sku}": "7"})

    line.refresh_from_db()
    assert line.quantity == 5


def test_a_visitors_basket_is_hers_after_she_signed_in(client: Client, pack: Pack) -> None:
    person = MembershipFactory.create().user
    BasketLineFactory.create(basket=BasketFactory.create(user=person), pack=pack, quantity=7)
    add(client, pack)

    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    answer = client.post("/vi/account/login/", {"login": person.email, "password": PASSWORD})

    assert answer.status_code == 302, answer.content.decode()[:2000]
    basket = Basket.objects.get(user=person)
    assert basket.lines.get().quantity == 13
    assert "basket_token" not in client.session


@pytest.mark.parametrize("lines", [1, 12])
def test_the_basket_page_costs_the_same_whatever_lies_in_it(
    buyer_client: Client, lines: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    basket = Basket.objects.get()
    for _ in range(lines):
        line = BasketLineFactory.create(basket=basket)
        PictureFactory.create(good=line.pack.good, file="goods/rice.jpg")

    with django_assert_max_num_queries(BUDGET):
        assert buyer_client.get("/vi/basket/").status_code == 200


def test_a_basket_is_never_kept_by_a_cache(buyer_client: Client) -> None:
    assert "no-store" in buyer_client.get("/vi/basket/").headers["Cache-Control"]
