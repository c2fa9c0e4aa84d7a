"""Orders and people as several rooms' tests need them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from marketplace.accounts.models import User
from marketplace.companies.models import Company, Membership
from marketplace.orders.models import Order
from tests.factories.accounts import PASSWORD
from tests.factories.companies import CompanyFactory, MembershipFactory
from tests.factories.orders import OrderFactory, OrderLineFactory, ProducerOrderFactory
from tests.factories.payments import BankAccountFactory, BankTransferFactory

# What nobody should type, and no page may fall over.
HOSTILE_TEXTS = ("x" * 20_000, "a\x00b", "\x01\x02", "\u202e<script>alert(1)</script>", "'; DROP TABLE orders; --")
HOSTILE_QUANTITIES = ("0", "-1", "1.5", "1e3", "1000000000000", "1_0", "٣x", "", " ", "abc", "\x00", "9" * 20_000)


def signed_in_buyer(client: Client, **traits: Any) -> Membership:
    """Sign a purchaser of a new buyer company in."""
    membership: Membership = MembershipFactory.create(**traits)
    client.force_login(membership.user)
    return membership


def signed_in_producer(client: Client) -> Membership:
    """Sign somebody of a new producer in."""
    membership: Membership = MembershipFactory.create(sales=True)
    client.force_login(membership.user)
    return membership


def placed_order(
    buyer: Company | None = None, producer: Company | None = None, *, parts: int = 1, lines: int = 1, **traits: Any
) -> Order:
    """An order with its transfer, each part of its own producer unless ``producer`` is given."""
    order: Order = OrderFactory.create(buyer=buyer or CompanyFactory.create())
    for number in range(1, parts + 1):
        seller = producer or CompanyFactory.create(producer=True)
        part = ProducerOrderFactory.create(order=order, producer=seller, number=f"{order.number}-{number}", **traits)
        OrderLineFactory.create_batch(lines, producer_order=part)
    BankAccountFactory.create()
    BankTransferFactory.create(order=order)
    return order


def sign_in(client: Client, email: str, *, language: str = "vi", password: str = PASSWORD, **fields: str) -> Any:
    """Sign in through the page, as a person does whose address was confirmed."""
    for user in User.objects.filter(email__iexact=email) if email.isprintable() else ():
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return client.post(f"/{language}/account/login/", {"login": email, "password": password, **fields})


def text_of(response: Any) -> str:
    """What a reader sees: without tags, scripts and styles."""
    html = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
