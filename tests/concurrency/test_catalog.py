"""Two at the same moment in the catalogue: no change is lost, no number given twice, no lock held crosswise."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial

import pytest

from marketplace.catalog import services
from marketplace.catalog.errors import GoodTransitionNotAllowed
from marketplace.catalog.models import Availability, Good, GoodStatus, StorefrontRevision
from marketplace.catalog.selectors import storefront_revision
from marketplace.outbox.models import OutboxMessage
from marketplace.pricing.models import PriceBreak
from marketplace.pricing.services import change_prices
from tests.concurrency.threads import at_once
from tests.factories.catalog import GoodFactory, PackFactory, PictureFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def complete(**values: object) -> Good:
    good = GoodFactory.create(**values)
    PackFactory.create(good=good, position=0)
    PictureFactory.create(good=good, position=0)
    return good


def test_changes_of_one_good_all_count(now: datetime) -> None:
    good = complete()
    pack = good.packs.get()
    services.bump_storefront()
    for n in range(ROUNDS):
        before = storefront_revision()
        results = at_once(
            partial(services.update_good_texts, good_id=good.pk, texts={"name_vi": f"Gạo {n}"}, actor=None, now=now),
            partial(change_prices, pack_id=pack.pk, breaks=[(5, Decimal(n + 1))], actor=None, now=now),
            partial(
                services.set_availability,
                pack_id=pack.pk,
                availability=[Availability.SOLD_OUT, Availability.AVAILABLE][n % 2],
                actor=None,
                now=now,
            ),
        )
        assert not [one for one in results if isinstance(one, Exception)]
        assert storefront_revision() == before + 3
    changed = Good.objects.get(pk=good.pk)
    assert (changed.name_vi, changed.price_from) == (f"Gạo {ROUNDS - 1}", Decimal(ROUNDS))
    assert changed.revision == good.revision + 3 * ROUNDS
    assert OutboxMessage.objects.filter(topic="catalog.good.changed").count() == 3 * ROUNDS


def test_prices_of_two_packs_of_one_good_do_not_wait_for_each_other_for_ever(now: datetime) -> None:
    good = complete()
    packs = [good.packs.get(), PackFactory.create(good=good, position=1)]
    for n in range(ROUNDS):
        results = at_once(
            *(
                partial(change_prices, pack_id=pack.pk, breaks=[(5, Decimal(n + place + 1))], actor=None, now=now)
                for place, pack in enumerate(packs)
            )
        )
        assert not [one for one in results if isinstance(one, Exception)]
        assert PriceBreak.objects.filter(pack__good=good).count() == 2
        assert Good.objects.get(pk=good.pk).price_from == Decimal(n + 1)


def test_a_good_approved_by_two_operators_appears_once(now: datetime) -> None:
    for _ in range(ROUNDS):
        good = complete(status=GoodStatus.REVIEW, published_at=None)
        results = at_once(*[partial(services.publish_good, good_id=good.pk, actor=None, now=now)] * 2)
        assert {type(one) for one in results} == {Good, GoodTransitionNotAllowed}
        assert OutboxMessage.objects.filter(payload__sku=good.sku).count() == 1


def test_the_first_bump_may_come_from_two_at_once() -> None:
    for _ in range(ROUNDS):
        StorefrontRevision.objects.all().delete()
        assert at_once(services.bump_storefront, services.bump_storefront) == [None, None]
        assert StorefrontRevision.objects.count() == 1
        assert storefront_revision() == 3
