"""A new exchange rate: kept once a day, shown at once, and what goods of other money are worth by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog.models import Good, Pack
from marketplace.catalog.services import AT_ONCE, worth
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.outbox.registry import periodics
from marketplace.outbox.services import drain
from marketplace.pricing.errors import RateNotAllowed
from marketplace.pricing.models import ExchangeRate
from marketplace.pricing.services import change_prices, store_rate
from search import indexing
from search.querying import SearchFilters, search
from tests.factories.catalog import GoodFactory, PackFactory
from tests.integration.catalog.conftest import revision

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


def keep(value: str, now: datetime, *, currency: str = "CNY", day: date = DAY, actor: User | None = None) -> None:
    store_rate(currency=currency, rate=Decimal(value), as_of=day, source="central bank", actor=actor, now=now)


def of_yuan(price: str, **values: object) -> Good:
    return GoodFactory.create(price_from=Decimal(price), price_currency="CNY", usd_factor=None, **values)


def worth_of(good: Good) -> Decimal | None:
    good.refresh_from_db()
    worth: Decimal | None = good.price_usd
    return worth


def found(price_max: Decimal | None = None) -> list[str]:
    filters = SearchFilters(types=("good",), price_max=price_max)
    return [hit.sku for hit in search(q="红米", lang="zh-hans", sort="price", filters=filters).hits]


def test_a_rate_is_kept_with_its_trace_and_pages_show_it(now: datetime, actor: User) -> None:
    before = revision()
    keep("7.1", now, actor=actor)
    keep("7.25", now, actor=actor)
    row = ExchangeRate.objects.get()
    assert (row.quote, row.rate, row.as_of, row.is_verified) == ("CNY", Decimal("7.25"), DAY, False)
    assert revision() == before + 2
    events = AuditEvent.objects.filter(verb="exchange_rate.stored").order_by("pk")
    assert [(event.actor_id, event.data["rate"]) for event in events] == [
        (actor.pk, "7.100000"),
        (actor.pk, "7.250000"),
    ]


def test_the_newest_day_counts_whatever_is_written_last(now: datetime) -> None:
    keep("7.25", now)
    keep("9", now, day=DAY - timedelta(days=30))
    good = of_yuan("14.5")
    drain(now=now)
    assert worth_of(good) == Decimal(2)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"currency": "USD"}, "unknown_currency"),
        ({"currency": "EUR"}, "unknown_currency"),
        ({"rate": Decimal(0)}, "not_a_rate"),
        ({"rate": Decimal(-7)}, "not_a_rate"),
        ({"rate": Decimal("NaN")}, "not_a_rate"),
        ({"rate": Decimal("Infinity")}, "not_a_rate"),
        ({"rate": Decimal("1e-9")}, "not_a_rate"),
        ({"rate": Decimal("1e13")}, "not_a_rate"),
        ({"as_of": date(2026, 11, 11)}, "in_the_future"),
        ({"source": "  "}, "no_source"),
        ({"source": "x" * 121}, "no_source"),
        ({"source": "bank\x00"}, "no_source"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_rate_is_refused_and_leaves_no_trace(values: dict[str, object], reason: str, now: datetime) -> None:
    asked = {"currency": "CNY", "rate": Decimal(7), "as_of": DAY, "source": "central bank"} | values
    with pytest.raises(RateNotAllowed) as refused:
        store_rate(**asked, actor=None, now=now)  # type: ignore[arg-type]
    assert refused.value.reason == reason
    assert not ExchangeRate.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_the_database_takes_no_rate_of_nothing() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeRate.objects.create(base="USD", quote="CNY", rate=0, as_of=DAY, source="x")


def test_a_new_price_in_other_money_is_worth_what_the_rate_of_now_says(now: datetime) -> None:
    pack: Pack = PackFactory.create(unpriced=True, position=0)
    keep("7.1", now)
    change_prices(pack_id=pack.pk, breaks=[(5, Decimal("14.2"))], currency="CNY", actor=None, now=now)
    assert worth_of(pack.good) == Decimal(2)
    keep("7", now)
    change_prices(pack_id=pack.pk, breaks=[(5, Decimal(14))], currency="CNY", actor=None, now=now)
    assert worth_of(pack.good) == Decimal(2)  # no memory of the old rate
    change_prices(pack_id=pack.pk, breaks=[(5, Decimal(1000))], currency="LAK", actor=None, now=now)
    assert worth_of(pack.good) is None


def test_a_new_rate_reaches_lists_and_search_through_the_outbox(now: datetime) -> None:
    cheap, dear, dollar = of_yuan("7.2"), of_yuan("72"), GoodFactory.create(price_from=Decimal(5))
    indexing.rebuild()
    assert found() == [dollar.sku, cheap.sku, dear.sku]  # what has no rate stands last
    before = revision()
    keep("7.2", now)
    drain(now=now)
    assert (worth_of(cheap), worth_of(dear), worth_of(dollar)) == (Decimal(1), Decimal(10), Decimal(5))
    assert found() == [cheap.sku, dollar.sku, dear.sku]
    assert found(price_max=Decimal("1.5")) == [cheap.sku]
    assert revision() > before
    keep("36", now)
    drain(now=now)
    assert found() == [cheap.sku, dear.sku, dollar.sku]
    assert indexing.compare().is_clean


def test_cards_of_goods_that_are_worth_something_else_are_drawn_anew(now: datetime) -> None:
    yuan, dollar = of_yuan("7.2"), GoodFactory.create()
    keep("7.2", now)
    drain(now=now)
    drain(now=now)
    assert Good.objects.get(pk=yuan.pk).revision == yuan.revision + 1
    assert Good.objects.get(pk=dollar.pk).revision == dollar.revision


def test_many_goods_are_done_some_at_a_time_and_drafts_stay_out_of_the_index(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AT_ONCE == worth.AT_ONCE
    goods = [of_yuan("7.2", draft=number % 5 == 4) for number in range(25)]
    for module in ("marketplace.catalog.services.worth", "marketplace.pricing.tasks"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 10)
    keep("7.2", now)
    drain(now=now)
    assert {worth_of(good) for good in goods} == {Decimal(1)}
    assert OutboxMessage.objects.filter(topic="pricing.rate.changed").count() == 1
    told = [sku for one in OutboxMessage.objects.filter(topic="catalog.goods.restated") for sku in one.payload["skus"]]
    assert sorted(told) == sorted(good.sku for good in goods if good.status == "published")
    assert not OutboxMessage.objects.exclude(state=MessageState.DONE).exists()


def test_a_rate_written_past_the_service_is_found_by_the_hourly_look(now: datetime) -> None:
    good, other = of_yuan("14.2"), GoodFactory.create(price_currency="THB", usd_factor=Decimal("0.03"))
    ExchangeRate.objects.create(base="USD", quote="CNY", rate=Decimal("7.1"), as_of=DAY, source="by hand")
    (look,) = [one for one in periodics("heavy") if one.name == "pricing.worth"]
    assert look.run(now=now) is None
    assert worth_of(good) == Decimal(2)
    assert worth_of(other) is None  # its rate was taken away


def test_a_rate_is_kept_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("exchange_rate", "VND", "26310.5", source="central bank", as_of=DAY, verified=True)
    row = ExchangeRate.objects.get()
    assert (row.quote, row.rate, row.as_of, row.source, row.is_verified) == (
        "VND",
        Decimal("26310.5"),
        DAY,
        "central bank",
        True,
    )
    assert "26310.5" in capsys.readouterr().out
    call_command("exchange_rate", "VND", "26300", source="central bank")
    assert ExchangeRate.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        ["EUR", "1", "--source", "x"],
        ["CNY", "seven", "--source", "x"],
        ["CNY", "0", "--source", "x"],
        ["CNY", "NaN", "--source", "x"],
        ["CNY", "7", "--source", " "],
        ["CNY", "7", "--source", "x", "--as-of", "2999-01-01"],
        ["CNY", "7", "--source", "x", "--as-of", "yesterday"],
        ["CNY", "7"],
    ],
)
def test_the_command_refuses_what_is_no_rate(typed: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("exchange_rate", *typed)
    assert not ExchangeRate.objects.exists()
