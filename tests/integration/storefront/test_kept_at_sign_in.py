"""What a reader typed, and what lay in two baskets, is not lost or changed without a word when she signs in."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from marketplace.companies.models import Membership
from marketplace.orders.models import BasketLine, Order
from marketplace.orders.session import BASKET_TOKEN
from tests.factories.accounts import PASSWORD
from tests.factories.catalog import PackFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Membership:
    member: Membership = MembershipFactory.create()
    EmailAddress.objects.create(user=member.user, email=member.user.email, verified=True, primary=True)
    return member


def sign_in(client: Client, buyer: Membership, language: str = "vi", after: str = "") -> str:
    """Sign in by the form; return the page that follows."""
    facts = {"login": buyer.user.email, "password": PASSWORD, "next": after}
    return client.post(f"/{language}/account/login/", facts, follow=True).content.decode()


def both_hold(buyer: Membership, client: Client, own: int = 500, visitors: int = 500) -> BasketLine:
    """Put packs of one kind into the person's basket and into that of the session."""
    pack = PackFactory.create(moq=5, step=1)
    line: BasketLine = BasketLineFactory.create(basket=BasketFactory.create(user=buyer.user), pack=pack, quantity=own)
    before = BasketFactory.create(visitor=True)
    BasketLineFactory.create(basket=before, pack=pack, quantity=visitors)
    session = client.session
    session[BASKET_TOKEN] = before.token
    session.save()
    return line


@pytest.mark.parametrize(
    ("language", "signed_out", "still_here"),
    [("vi", "Phiên đăng nhập đã kết thúc", "vẫn còn đây"), ("zh-hans", "您的登录已失效", "都还在")],
)
def test_a_session_that_ends_at_checkout_loses_neither_number_nor_note(
    client: Client, buyer: Membership, language: str, signed_out: str, still_here: str
) -> None:
    pack = PackFactory.create()
    BasketLineFactory.create(basket=BasketFactory.create(user=buyer.user), pack=pack)
    buyer.user.language = language
    buyer.user.save()
    address = f"/{language}/checkout/"
    typed = {"buyer_reference": "PO-2026-117", "note": "Giao buổi sáng", "key": "k" * 12, "fingerprint": "f"}

    sign_in(client, buyer, language)
    client.cookies.pop("sessionid")
    answer = client.post(address, typed, follow=True)
    assert signed_out in answer.content.decode()
    page = sign_in(client, buyer, language, after=address)

    assert 'value="PO-2026-117"' in page
    assert "Giao buổi sáng" in page
    assert still_here in page
    assert not Order.objects.exists()
    assert "PO-2026-117" not in client.get(address).content.decode(), "kept once"


def test_quantities_that_were_added_up_are_told_and_taken_back_by_one_touch(client: Client, buyer: Membership) -> None:
    line = both_hold(buyer, client, own=500, visitors=300)

    page = sign_in(client, buyer)
    assert "500" in page
    assert "300" in page
    assert "800" in page
    basket = client.get("/vi/basket/").content.decode()
    for choice in (300, 500):
        assert f'name="back" value="{line.pack.sku}:{choice}"' in basket

    page = client.post("/vi/basket/", {"back": f"{line.pack.sku}:500"}, follow=True).content.decode()
    line.refresh_from_db()
    assert line.quantity == 500
    assert 'name="back"' not in page


@pytest.mark.parametrize("touched", ["", ":", "HH-XX-999:500", "{sku}:7", "{sku}:500:1", "{sku}:-500"])
def test_only_the_two_numbers_can_be_gone_back_to(client: Client, buyer: Membership, touched: str) -> None:
    line = both_hold(buyer, client)
    sign_in(client, buyer)
    client.post("/vi/basket/", {"back": touched.format(sku=line.pack.sku)})
    line.refresh_from_db()
    assert line.quantity == 1000


def test_a_quantity_that_was_changed_since_is_not_offered_back(client: Client, buyer: Membership) -> None:
    line = both_hold(buyer, client)
    sign_in(client, buyer)
    client.post("/vi/basket/", {f"quantity-{line.pack.sku}": "700"})
    assert 'name="back"' not in client.get("/vi/basket/").content.decode()


def test_a_refused_form_says_that_the_password_must_be_typed_again(client: Client) -> None:
    refused = client.post("/vi/account/login/", {"login": "lan@example.com", "password": "wrong-wrong-wrong"})
    page = refused.content.decode()
    assert "vui lòng nhập lại: Mật khẩu." in page
    assert 'value="lan@example.com"' in page
    assert "Không mất gì" not in page
    empty = client.post("/vi/account/login/", {"login": "lan@example.com", "password": ""}).content.decode()
    assert "vui lòng nhập lại" not in empty, "there was none"
