"""Prices."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from marketplace.pricing.models import PriceBreak


class PriceBreakFactory(DjangoModelFactory[PriceBreak]):
    class Meta:
        model = PriceBreak

    pack = factory.SubFactory("tests.factories.catalog.PackFactory", unpriced=True)
    from_quantity = 1
    unit_price = Decimal("2.45000")
    currency = "USD"
