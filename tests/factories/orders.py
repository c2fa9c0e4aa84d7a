"""Baskets and orders, as the services would have left them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from marketplace.kernel.ids import order_number
from marketplace.kernel.languages import texts_of
from marketplace.kernel.money import line_total_minor
from marketplace.orders.models import Basket, BasketLine, Order, OrderLine, ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.companies import CompanyFactory

PLACED_AT = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)  # a Monday, 11:00 in Shanghai
ANSWER_DUE_AT = datetime(2026, 11, 11, 10, 0, tzinfo=UTC)  # the Wednesday, 18:00 there


class BasketFactory(DjangoModelFactory[Basket]):
    """A signed-in person's basket; trait ``visitor``: of a session."""

    class Meta:
        model = Basket

    user = factory.SubFactory(UserFactory)
    created_at = PLACED_AT
    updated_at = PLACED_AT

    class Params:
        visitor = factory.Trait(user=None, token=factory.Sequence(lambda n: f"token-{n:037d}"))


class BasketLineFactory(DjangoModelFactory[BasketLine]):
    class Meta:
        model = BasketLine

    basket = factory.SubFactory(BasketFactory)
    pack = factory.SubFactory(PackFactory)
    quantity = 5
    added_at = PLACED_AT


class OrderFactory(DjangoModelFactory[Order]):
    """An order without parts; ``ProducerOrderFactory`` and ``OrderLineFactory`` make the whole chain."""

    class Meta:
        model = Order

    number = factory.LazyFunction(lambda: order_number(now=PLACED_AT))
    buyer = factory.SubFactory(CompanyFactory)
    placed_by = factory.SubFactory(UserFactory)
    currency = "USD"
    total_minor = 12250
    delivery_places = factory.LazyFunction(lambda: {"zh-hans": "河口", "vi": "Hà Khẩu", "en": "Hekou"})
    idempotency_key = factory.Sequence(lambda n: f"key-{n}")
    placed_at = PLACED_AT


class ProducerOrderFactory(DjangoModelFactory[ProducerOrder]):
    """Placed; traits: confirmed, declined."""

    class Meta:
        model = ProducerOrder

    order = factory.SubFactory(OrderFactory)
    producer = factory.SubFactory(CompanyFactory, producer=True)
    number = factory.LazyAttribute(lambda part: f"{part.order.number}-1")
    currency = "USD"
    total_minor = 12250
    placed_at = PLACED_AT
    answer_due_at = ANSWER_DUE_AT

    class Params:
        confirmed = factory.Trait(status=ProducerOrderStatus.CONFIRMED, confirmed_at=PLACED_AT)
        declined = factory.Trait(
            status=ProducerOrderStatus.DECLINED, declined_at=PLACED_AT, decline_reason="The harvest failed."
        )


class OrderLineFactory(DjangoModelFactory[OrderLine]):
    """Five cartons of 10 kg at 2.45 USD a kilogram."""

    class Meta:
        model = OrderLine

    producer_order = factory.SubFactory(ProducerOrderFactory)
    position = factory.Sequence(lambda n: n % 30000 + 1)
    pack = factory.SubFactory(PackFactory)
    sku = factory.SelfAttribute("pack.sku")
    names = factory.LazyAttribute(lambda line: texts_of(line.pack.good, "name"))
    pack_names = factory.LazyAttribute(lambda line: texts_of(line.pack, "name"))
    hs_code = "1006209000"
    unit_code = "035"
    content = Decimal("10.000")
    net_kg = Decimal("10.000")
    gross_kg = Decimal("10.600")
    moq = 5
    step = 2
    quantity = 5
    unit_price = Decimal("2.45000")
    currency = "USD"
    total_minor = factory.LazyAttribute(
        lambda line: line_total_minor(
            unit_price=line.unit_price, units=line.content * line.quantity, currency=line.currency
        )
    )
