"""Every door that takes the number of an order takes it as it is typed, pasted or read out."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.payments import BankTransferFactory

pytestmark = pytest.mark.django_db


def written(number: str) -> list[str]:
    """Return ``number`` as people write it."""
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)
    return [
        number,
        number.lower(),
        f"{number[:6]} {number[6:]}",
        wide,
        number.replace("-", ""),
        number.replace("-", " – "),
        f"\u200b{number} ",
    ]


def test_every_door_finds_the_order_however_its_number_is_written(client: Client) -> None:
    part = OrderLineFactory.create().producer_order
    BankTransferFactory.create(order=part.order, reference=part.order.number)
    buyer = MembershipFactory.create(user=part.order.placed_by, company=part.order.buyer).user
    seller = MembershipFactory.create(sales=True, company=part.producer).user
    doors = (
        (buyer, "/vi/orders/{}/"),
        (buyer, "/api/v1/orders/{}"),
        (seller, "/vi/producer/orders/{}/"),
        (UserFactory.create(operator=True), "/admin/operations/orders/{}/"),
    )
    for user, door in doors:
        client.force_login(user)
        for typed in [*written(part.order.number), *written(part.number)]:
            answer = client.get(door.format(quote(typed)))
            assert answer.status_code == 200, (door, typed)
            assert part.order.number in answer.content.decode()
        for wrong in (f"{part.order.number}-anything", f"{part.order.number}-2", part.order.number[:-1], "x"):
            assert client.get(door.format(wrong)).status_code == 404, (door, wrong)


def test_operators_find_by_number_reference_and_buyer_as_typed(client: Client) -> None:
    part, other = (OrderLineFactory.create().producer_order for _ in range(2))
    client.force_login(UserFactory.create(operator=True))
    for typed in [*written(part.order.number), *written(part.number), part.order.buyer.name_zh_hans]:
        page = client.get("/admin/operations/orders/", {"q": typed}).content.decode()
        assert part.order.number in page, typed
        assert other.order.number not in page, typed
