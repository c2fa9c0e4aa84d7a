"""The factories make rows that the database accepts."""

from __future__ import annotations

import pytest

from tests.factories.catalog import PackFactory, PictureFactory
from tests.factories.clearance import ReceiptFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketLineFactory, OrderLineFactory
from tests.factories.payments import BankAccountFactory, BankTransferFactory

pytestmark = pytest.mark.django_db


def test_a_pack_comes_with_its_good_its_producer_and_two_price_breaks() -> None:
    pack = PackFactory.create()

    assert pack.good.producer.kind == "producer"
    assert sorted(pack.price_breaks.values_list("from_quantity", flat=True)) == [1, 50]
    assert not PackFactory.create(unpriced=True).price_breaks.exists()


@pytest.mark.parametrize(
    "factory",
    [
        PictureFactory,
        ReceiptFactory,
        MembershipFactory,
        BasketLineFactory,
        OrderLineFactory,
        BankTransferFactory,
        BankAccountFactory,
    ],
)
def test_every_chain_of_factories_is_accepted_by_the_database(factory: type) -> None:
    assert factory.create().pk  # type: ignore[attr-defined]
    assert factory.create().pk  # type: ignore[attr-defined]
