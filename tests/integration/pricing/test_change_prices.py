"""A producer changes prices: the table, the figure in the lists, the trace."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog import services as catalog
from marketplace.catalog.errors import FieldsInvalid
from marketplace.catalog.models import Availability, Good, Pack
from marketplace.pricing.errors import NoPrice, PricesNotAllowed
from marketplace.pricing.models import ExchangeRate, PriceBreak
from marketplace.pricing.selectors import convert, pack_prices, rates, unit_price
from marketplace.pricing.services import change_prices
from tests.factories.catalog import GoodFactory, PackFactory
from tests.integration.catalog.conftest import revision, told

pytestmark = pytest.mark.django_db
TABLE = [(5, Decimal("3.10")), (15, Decimal("2.90"))]


@pytest.fixture
def pack(db: None) -> Pack:
    return PackFactory.create(position=0)


def rows(pack: Pack) -> list[tuple[int, Decimal]]:
    return sorted(PriceBreak.objects.filter(pack=pack).values_list("from_quantity", "unit_price"))


def test_a_new_table_replaces_the_old_one_and_shows_in_the_lists(pack: Pack, now: datetime, actor: User) -> None:
    before = revision()
    table = change_prices(pack_id=pack.pk, breaks=TABLE, actor=actor, now=now)
    good = Good.objects.get(pk=pack.good_id)
    assert rows(pack) == TABLE
    assert [one.saving for one in table.breaks] == [Decimal(0), Decimal("0.0645")]
    assert (good.price_from, good.price_to, good.price_currency) == (Decimal("2.90"), Decimal("3.10"), "USD")
    assert (told(), revision()) == ([good.sku], before + 1)
    event = AuditEvent.objects.get(verb="good.price.changed")
    assert (event.actor_id, event.data["to"]) == (actor.pk, [["5", "3.1"], ["15", "2.9"]])
    assert event.data["from"] == [["1", "2.45"], ["50", "2.3"]]


def test_the_lists_show_the_lowest_and_the_highest_price_of_all_packs(pack: Pack, now: datetime) -> None:
    other = PackFactory.create(good=pack.good, position=1, moq=5, step=5)
    change_prices(pack_id=pack.pk, breaks=TABLE, actor=None, now=now)
    change_prices(pack_id=other.pk, breaks=[(5, Decimal("2.95")), (50, Decimal("0.5"))], actor=None, now=now)
    good = Good.objects.get(pk=pack.good_id)
    assert (good.price_from, good.price_to) == (Decimal("0.5"), Decimal("3.10"))


def test_the_minimum_belongs_to_a_pack_that_can_be_had(pack: Pack, now: datetime) -> None:
    small = PackFactory.create(good=pack.good, position=1, content=Decimal(5), moq=5)
    change_prices(pack_id=small.pk, breaks=TABLE, actor=None, now=now)
    catalog.set_order_rule(pack_id=small.pk, moq=4, step=1, actor=None, now=now)
    good = Good.objects.get(pk=pack.good_id)
    assert (good.entry_pack_id, good.min_quantity) == (small.pk, Decimal(20))
    catalog.set_availability(pack_id=small.pk, availability=Availability.SOLD_OUT, actor=None, now=now)
    good = Good.objects.get(pk=pack.good_id)
    assert (good.entry_pack_id, good.min_quantity) == (pack.pk, Decimal(50))


def test_minimum_and_step_change_with_the_prices(pack: Pack, now: datetime, actor: User) -> None:
    change_prices(pack_id=pack.pk, breaks=[(8, Decimal(3)), (16, Decimal(2))], moq=8, step=4, actor=actor, now=now)
    pack.refresh_from_db()
    assert (pack.moq, pack.step) == (8, 4)
    assert Good.objects.get(pk=pack.good_id).min_quantity == Decimal(80)


@pytest.mark.parametrize(
    ("breaks", "moq"),
    [([(6, Decimal(3))], None), ([(5, Decimal(3))], 8), ([], 8), ([(5, Decimal(0))], None)],
)
def test_a_refused_table_leaves_everything_as_it_was(
    pack: Pack, breaks: list[tuple[int, Decimal]], moq: int | None, now: datetime, actor: User
) -> None:
    old, before = rows(pack), revision()
    with pytest.raises(PricesNotAllowed):
        change_prices(pack_id=pack.pk, breaks=breaks, moq=moq, actor=actor, now=now)
    fresh = Pack.objects.get(pk=pack.pk)
    assert (rows(pack), fresh.moq, fresh.step) == (old, pack.moq, pack.step)
    assert (told(), revision(), AuditEvent.objects.count()) == ([], before, 0)


def test_a_rule_that_is_none_is_refused(pack: Pack, now: datetime) -> None:
    with pytest.raises(FieldsInvalid):
        change_prices(pack_id=pack.pk, breaks=TABLE, moq=0, actor=None, now=now)


def test_a_draft_has_no_price_in_the_lists_before_all_its_packs_have_one(now: datetime) -> None:
    good = GoodFactory.create(draft=True, price_from=None)
    first, second = (PackFactory.create(good=good, position=place, unpriced=True) for place in (0, 1))
    change_prices(pack_id=first.pk, breaks=TABLE, actor=None, now=now)
    assert Good.objects.get(pk=good.pk).price_to is None
    change_prices(pack_id=second.pk, breaks=[(5, Decimal(4))], actor=None, now=now)
    assert Good.objects.get(pk=good.pk).price_from == Decimal("2.90")
    assert not told()


@pytest.mark.parametrize("values", [{"unit_price": Decimal(0)}, {"unit_price": Decimal(-1)}, {"from_quantity": 0}])
def test_the_database_refuses_what_is_no_price(pack: Pack, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceBreak.objects.filter(pack=pack).update(**values)


def test_the_database_holds_one_price_a_quantity(pack: Pack) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceBreak.objects.create(pack=pack, from_quantity=50, unit_price=1)


def test_prices_of_many_packs_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    packs = [PackFactory.create(position=number) for number in range(5)]
    bare = PackFactory.create(unpriced=True)
    with django_assert_num_queries(1):
        tables = pack_prices([one.pk for one in [*packs, bare]])
    assert set(tables) == {one.pk for one in packs}


def test_a_quantity_has_the_price_of_its_break_or_none(pack: Pack, now: datetime) -> None:
    change_prices(pack_id=pack.pk, breaks=TABLE, actor=None, now=now)
    assert unit_price(pack.pk, quantity=14) == Decimal("3.10")
    assert unit_price(pack.pk, quantity=15) == Decimal("2.90")
    for quantity, currency in ((4, "USD"), (15, "CNY")):
        with pytest.raises(NoPrice):
            unit_price(pack.pk, quantity=quantity, currency=currency)


def rate(quote: str, value: str, day: int, *, is_verified: bool = False) -> ExchangeRate:
    return ExchangeRate.objects.create(
        base="USD",
        quote=quote,
        rate=Decimal(value),
        as_of=date(2026, 11, day),
        source="illustrative",
        is_verified=is_verified,
    )


def test_the_newest_rate_of_each_currency_counts() -> None:
    rate("VND", "26000", 1)
    newest, cny = rate("VND", "26300", 20), rate("CNY", "7.1", 5)
    assert rates() == {"VND": newest, "CNY": cny}
    assert rates(base="CNY") == {}


def test_an_amount_is_shown_in_the_places_of_its_currency_and_says_when_its_rate_is_illustrative() -> None:
    vnd = convert(Decimal("1.25"), rate("VND", "26300", 20))
    assert (vnd.amount, vnd.currency, vnd.is_illustrative, vnd.as_of) == (
        Decimal(32875),
        "VND",
        True,
        date(2026, 11, 20),
    )
    cny = convert(Decimal("1.25"), rate("CNY", "7.1", 20, is_verified=True))
    assert (cny.amount, cny.is_illustrative) == (Decimal("8.88"), False)
    assert convert(Decimal("0.1"), rate("THB", "3.25", 20), is_unit_price=True).amount == Decimal("0.32500")


@pytest.mark.parametrize("value", ["0", "-1"])
def test_the_database_refuses_what_is_no_rate(value: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rate("LAK", value, 1)
