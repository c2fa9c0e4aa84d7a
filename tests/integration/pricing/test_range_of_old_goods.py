"""What the migrations make of a market that kept the lowest price at a minimum, and a minimum of no pack."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.apps import apps

from marketplace.catalog.models import Good, StorefrontRevision
from marketplace.outbox.models import OutboxMessage
from tests.factories.catalog import GoodFactory, PackFactory
from tests.integration.catalog.conftest import revision

pytestmark = pytest.mark.django_db


def fill(app: str, name: str) -> None:
    module = import_module(f"marketplace.{app}.migrations.{name}")
    module.fill(apps, cast("Any", SimpleNamespace()))


def test_a_good_gets_the_range_of_its_packs_and_the_pack_of_its_minimum() -> None:
    good = GoodFactory.create(price_from=Decimal("2.45"), min_quantity=Decimal(999))
    PackFactory.create(good=good, position=0, moq=9)
    small = PackFactory.create(good=good, position=1, moq=6)
    PackFactory.create(good=good, position=2, moq=2, sold_out=True)
    StorefrontRevision.objects.get_or_create(pk=1)
    before, state = revision(), good.revision

    fill("catalog", "0007_entry_pack_of_goods")
    fill("pricing", "0002_price_range_of_goods")

    good = Good.objects.get(pk=good.pk)
    assert (good.entry_pack_id, good.min_quantity) == (small.pk, Decimal(60))
    assert (good.price_from, good.price_to) == (Decimal("2.30"), Decimal("2.45"))
    assert (good.price_usd, good.revision, revision()) == (Decimal("2.30"), state + 1, before + 1)
    message = OutboxMessage.objects.get(topic="catalog.goods.restated")
    assert (message.lane, message.payload) == ("index", {"skus": [good.sku]})


def test_a_draft_without_a_price_stays_without() -> None:
    draft = GoodFactory.create(draft=True, price_from=None)
    PackFactory.create(good=draft, unpriced=True)
    fill("catalog", "0007_entry_pack_of_goods")
    fill("pricing", "0002_price_range_of_goods")
    draft.refresh_from_db()
    assert (draft.price_from, draft.price_to) == (None, None)
    assert not OutboxMessage.objects.exists()
