"""Lists of goods: every filter, every count, every order, held against a plain loop over the same goods."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Good, GoodQuerySet, GoodStatus
from marketplace.catalog.selectors import GoodFilters, Listing, cards, county_counts, listing, producer_counts
from marketplace.companies.models import Company, CompanyStatus
from marketplace.web import process_cache
from tests.factories.catalog import CategoryFactory, GoodFactory, PictureFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import CountyFactory, ExportDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.differs]
MONTH = 11
# Goods of other money: two yuan are worth less than one dollar, and of the baht there is no rate.
MONEY: dict[int, dict[str, Any]] = {
    1: {"price_currency": "CNY", "usd_factor": Decimal("0.140845070423")},
    2: {"price_currency": "VND", "usd_factor": Decimal("0.000038022814")},
    3: {"price_currency": "THB", "usd_factor": None},
}


def ask(filters: GoodFilters, **values: object) -> Listing:
    return listing(filters, language="vi", revision=1, **values)  # type: ignore[arg-type]


@pytest.fixture
def goods(db: None) -> list[Good]:
    """Forty goods of three counties, two producers, four moneys and a tree of categories, drawn with a fixed seed."""
    choose = random.Random(4)
    roots = [CategoryFactory.create(code="fruit"), CategoryFactory.create(code="drinks")]
    leaves = [CategoryFactory.create(code=f"leaf-{n}", parent=roots[n % 2]) for n in range(3)]
    counties = [CountyFactory.create(slug=slug) for slug in ("mengzi", "mile", "gejiu")]
    producers = [CompanyFactory.create(producer=True, slug=slug) for slug in ("p-one", "p-two")]
    paper = ExportDocumentFactory.create(code="paper")
    made = []
    for number in range(40):
        good = GoodFactory.create(
            category=choose.choice([*leaves, roots[0]]),
            county=choose.choice(counties),
            producer=choose.choice(producers),
            is_gi_protected=choose.random() < 0.4,
            is_cold_chain=choose.random() < 0.4,
            season_mask=choose.choice([0, 1 << (MONTH - 1), 0b111, 0xFFF]),
            price_from=Decimal(choose.randint(1, 50)) / 4,
            **MONEY.get(number % 9, {}),
            popularity=choose.randint(0, 3),
            published_at=datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=choose.randint(0, 9)),
            collation_vi=f"{choose.choice('ad~u z')}{choose.randint(0, 9)}".encode(),
            draft=False,
        )
        if number % 3 == 0:
            good.documents.add(paper)
        made.append(good)
    GoodFactory.create(draft=True, category=leaves[0], county=counties[0])
    hidden = CompanyFactory.create(producer=True, suspended=True, slug="p-hidden")
    GoodFactory.create(producer=hidden, category=leaves[0], county=counties[0])
    return list(
        Good.objects.filter(pk__in=[one.pk for one in made]).select_related("category__parent", "county", "producer")
    )


def family(good: Good) -> set[str]:
    return {good.category.code, *([good.category.parent.code] if good.category.parent else [])}


def is_in_season(good: Good) -> bool:
    return MONTH in good.season_months


TESTS: dict[str, Callable[[Good, GoodFilters], bool]] = {
    "category": lambda good, asked: not asked.categories or bool(family(good) & set(asked.categories)),
    "county": lambda good, asked: not asked.counties or good.county.slug in asked.counties,
    "gi": lambda good, asked: not asked.gi or good.is_gi_protected,
    "cold_chain": lambda good, asked: not asked.cold_chain or good.is_cold_chain,
    "in_season": lambda good, asked: not asked.in_season or is_in_season(good),
    "price": lambda good, asked: (
        good.price_usd is not None and (asked.price_min or 0) <= good.price_usd <= (asked.price_max or 10**9)
        if asked.price
        else True
    ),
    "producer": lambda good, asked: not asked.producers or good.producer.slug in asked.producers,
    "other": lambda good, asked: not asked.documents or good.documents.exists(),
}


def passing(goods: Iterable[Good], asked: GoodFilters, *, but: str = "") -> list[Good]:
    return [good for good in goods if all(test(good, asked) for name, test in TESTS.items() if name != but)]


QUESTIONS = [
    GoodFilters(month=MONTH),
    GoodFilters(month=MONTH, categories=("fruit",)),
    GoodFilters(month=MONTH, categories=("leaf-1", "leaf-2")),
    GoodFilters(month=MONTH, counties=("mengzi",)),
    GoodFilters(month=MONTH, counties=("mengzi", "mile"), gi=True),
    GoodFilters(month=MONTH, in_season=True),
    GoodFilters(month=MONTH, cold_chain=True, gi=True),
    GoodFilters(month=MONTH, price_min=Decimal(3)),
    GoodFilters(month=MONTH, price_max=Decimal("5.25")),
    GoodFilters(month=MONTH, price_min=Decimal(3), price_max=Decimal(9), categories=("fruit",), in_season=True),
    GoodFilters(month=MONTH, producers=("p-one",), counties=("gejiu",)),
    GoodFilters(month=MONTH, documents=("paper",), price_max=Decimal(8)),
    GoodFilters(month=MONTH, categories=("fruit",), counties=("mile",), gi=True, cold_chain=True, in_season=True),
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=range(len(QUESTIONS)))
def test_the_page_holds_exactly_what_passes_all_filters(goods: list[Good], asked: GoodFilters) -> None:
    found = ask(asked, size=100)
    assert sorted(found.ids) == sorted(good.pk for good in passing(goods, asked))
    assert found.total == len(found.ids)


@pytest.mark.parametrize("asked", QUESTIONS, ids=range(len(QUESTIONS)))
def test_every_count_ignores_its_own_filter_and_no_other(goods: list[Good], asked: GoodFilters) -> None:
    counted = ask(asked, with_producers=True).facets
    producers = Counter(good.producer.slug for good in passing(goods, asked, but="producer"))
    assert counted.producer == dict(producers)
    by_category = Counter(code for good in passing(goods, asked, but="category") for code in family(good))
    assert counted.category == dict(by_category)
    assert counted.county == dict(Counter(good.county.slug for good in passing(goods, asked, but="county")))
    assert counted.gi == sum(good.is_gi_protected for good in passing(goods, asked, but="gi"))
    assert counted.cold_chain == sum(good.is_cold_chain for good in passing(goods, asked, but="cold_chain"))
    assert counted.in_season == sum(is_in_season(good) for good in passing(goods, asked, but="in_season"))
    prices = [good.price_usd for good in passing(goods, asked, but="price") if good.price_usd is not None]
    assert counted.incomparable == sum(good.price_usd is None for good in passing(goods, asked))
    assert (counted.price_min, counted.price_max) == (min(prices, default=None), max(prices, default=None))


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("popularity", lambda good: (-good.popularity, good.pk)),
        ("newest", lambda good: (-good.published_at.timestamp(), good.pk)),
        ("price", lambda good: (good.price_usd is None, good.price_usd, good.pk)),
        ("-price", lambda good: (good.price_usd is None, -(good.price_usd or 0), -good.pk)),
        ("name", lambda good: (bytes(good.collation_vi), good.pk)),
        ("'; DROP TABLE", lambda good: (-good.popularity, good.pk)),
    ],
)
def test_goods_stand_in_the_order_asked(
    goods: list[Good], sort: str, key: Callable[[Good], tuple[object, ...]]
) -> None:
    expected = [good.pk for good in sorted(goods, key=key)]
    assert ask(GoodFilters(), sort=sort, size=100).ids == expected


def test_pages_follow_each_other_without_gap_or_double(goods: list[Good]) -> None:
    pages = [ask(GoodFilters(), page=page, size=9) for page in range(1, 6)]
    assert [len(page.ids) for page in pages] == [9, 9, 9, 9, 4]
    assert {page.pages for page in pages} == {5}
    assert sorted(pk for page in pages for pk in page.ids) == sorted(good.pk for good in goods)


@pytest.mark.parametrize("page", [6, 10**9, 10**30, 0, -1])
def test_a_page_that_is_not_there_is_empty(goods: list[Good], page: int) -> None:
    found = ask(GoodFilters(), page=page, size=9)
    assert (found.ids, found.total, found.pages) == ([], 40, 5)


@pytest.mark.parametrize(
    "asked",
    [
        GoodFilters(categories=("no-such",)),
        GoodFilters(counties=("no-such",)),
        GoodFilters(producers=("no-such",)),
        GoodFilters(documents=("no-such",)),
        GoodFilters(categories=("\x00",)),
        GoodFilters(counties=("\ud800",)),
        GoodFilters(producers=("\x00",)),
        GoodFilters(producers=("\ud800", "x" * 100_000)),
        GoodFilters(documents=("a\x00",)),
        GoodFilters(price_min=Decimal("1e60")),
        GoodFilters(price_max=Decimal("-1e60")),
        GoodFilters(price_min=Decimal("Infinity")),
        GoodFilters(price_min=Decimal("NaN")),
        GoodFilters(producers=("p-hidden",)),
    ],
    ids=range(14),
)
def test_what_nobody_has_matches_nothing_and_breaks_nothing(goods: list[Good], asked: GoodFilters) -> None:
    assert (ask(asked).ids, ask(asked).total) == ([], 0)


def test_prices_of_any_length_are_compared(goods: list[Good]) -> None:
    priced = sum(good.price_usd is not None for good in goods)
    assert ask(GoodFilters(price_max=Decimal("1e60"))).total == priced == 35
    assert ask(GoodFilters(price_min=Decimal("0.000000000000000001"))).total == priced


def test_the_database_keeps_what_a_price_is_worth(goods: list[Good]) -> None:
    yuan = next(good for good in goods if good.price_currency == "CNY")
    Good.objects.filter(pk=yuan.pk).update(price_from=Decimal("14.2"), price_to=20)
    yuan.refresh_from_db()
    assert yuan.price_usd == Decimal("2.00000")
    Good.objects.filter(pk=yuan.pk).update(price_from=7)  # whole numbers are not divided as such
    yuan.refresh_from_db()
    assert yuan.price_usd == Decimal("0.98592")
    with pytest.raises(IntegrityError), transaction.atomic():
        Good.objects.filter(pk=yuan.pk).update(price_currency="USD")
    with pytest.raises(IntegrityError), transaction.atomic():
        Good.objects.filter(pk=yuan.pk).update(usd_factor=0)


def test_counts_beside_counties_and_producers_are_of_what_visitors_see(goods: list[Good]) -> None:
    assert county_counts(revision=1) == dict(Counter(good.county_id for good in goods))
    assert producer_counts(revision=1) == dict(Counter(good.producer_id for good in goods))


def test_a_new_revision_is_counted_anew(goods: list[Good]) -> None:
    assert ask(GoodFilters()).total == 40
    Good.objects.filter(pk=goods[0].pk).update(status=GoodStatus.WITHDRAWN)
    assert listing(GoodFilters(), language="vi", revision=2).total == 39
    Company.objects.filter(slug="p-one").update(status=CompanyStatus.SUSPENDED)
    assert listing(GoodFilters(), language="vi", revision=3).total == sum(
        good.producer.slug == "p-two" for good in goods[1:]
    )


@pytest.mark.parametrize("asked", QUESTIONS, ids=range(len(QUESTIONS)))
def test_a_page_with_its_cards_costs_five_queries_cold_and_two_or_three_warm(
    goods: list[Good], asked: GoodFilters, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for good in goods:
        PictureFactory.create(good=good, position=0)
    process_cache.clear()
    with django_assert_max_num_queries(5):
        assert cards(ask(asked, with_producers=True).ids, language="vi", revision=1) or not passing(goods, asked)
    plain = not (asked.producers or asked.documents or asked.price)
    with django_assert_max_num_queries(2 if plain else 3):
        cards(ask(asked).ids, language="vi", revision=1)
    ask(asked, with_producers=True)
    with django_assert_max_num_queries(2 if asked == GoodFilters(month=MONTH) else 3):
        cards(ask(asked, with_producers=True).ids, language="vi", revision=1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's planner; PostgreSQL keeps statistics itself")
@pytest.mark.parametrize("keys", [{"pk__in": range(24)}, {"sku__in": [f"HH-{n}" for n in range(24)]}])
def test_a_few_named_goods_are_looked_up_and_not_found_by_walking_all(keys: dict[str, Any]) -> None:
    plan = cast("GoodQuerySet", Good.objects.filter(**keys)).published_few().explain()
    assert "catalog_good USING INTEGER PRIMARY KEY" in plan or "catalog_good USING INDEX sqlite_autoindex" in plan
