"""The home page: what it shows of the market, and what it costs."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cms.fairs.models import FairPage
from cms.home.models import HomePage
from cms.home.sections import HomeSections
from marketplace.catalog.models import Good, season_mask
from marketplace.catalog.services import bump_storefront
from marketplace.reference.models import County
from marketplace.web import process_cache
from tests.factories.catalog import GoodFactory, PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory
from tests.integration.cms.reading import main

BUDGET = 12
JUNE = date(2026, 6, 15)
pytestmark = [pytest.mark.usefixtures("pages"), pytest.mark.differs]


def make_good(county: str = "532528", **fields: object) -> Good:
    """Make a good of a county that the demonstration has, with a pack and a picture."""
    producer = CompanyFactory.create(producer=True, county=County.objects.get(code=county))
    pack = PackFactory.create(good__producer=producer, **{f"good__{name}": value for name, value in fields.items()})
    PictureFactory.create(good=pack.good, file="goods/x.jpg")
    bump_storefront()
    good: Good = pack.good
    return good


@pytest.mark.parametrize("goods", [3, 40])
@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_home_stays_within_its_budget_with_everything_forgotten(
    request: pytest.FixtureRequest,
    client: Client,
    settings: Settings,
    who: str,
    goods: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.STOREFRONT_REVISION_SECONDS = 60  # a slow machine asks no second time while it draws
    month = timezone.localdate().month
    for number in range(goods):
        make_good(season_mask=season_mask([month]) if number % 2 else 0)
    reader = request.getfixturevalue("buyer_client") if who == "buyer" else client
    cache.clear()
    process_cache.clear()
    with django_assert_max_num_queries(BUDGET) as seen:
        response = reader.get("/vi/")
    assert response.status_code == 200
    assert len(seen) >= 8, "the budget is measured on a page that nobody has kept"
    assert response.content.decode().count('class="card') >= min(goods, 8)


@pytest.mark.parametrize("path", ["stories/", "stories/jianshui-purple-pottery/", "centres/", "policies/rcep-origin/"])
def test_every_other_page_stays_within_the_budget_too(
    buyer_client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    process_cache.clear()
    with django_assert_max_num_queries(BUDGET):
        assert buyer_client.get(f"/vi/{path}").status_code == 200


def test_a_signed_in_reader_gets_a_drawn_page_for_four_queries(
    buyer_client: Client, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.STOREFRONT_REVISION_SECONDS = 60  # a slow machine asks no second time while it draws
    buyer_client.get("/vi/")
    with django_assert_max_num_queries(4):  # session, user, company with basket; the revision
        assert buyer_client.get("/vi/").status_code == 200


def test_the_figures_are_counted(client: Client) -> None:
    make_good("532528")
    make_good("532524")
    make_good("532524")
    GoodFactory.create(draft=True)
    assert "2 counties, 3 producers, 3 goods for export." in " ".join(client.get("/en/").content.decode().split())


def test_half_of_the_goods_are_of_this_month_and_half_of_the_whole_year() -> None:
    now = [make_good(season_mask=season_mask([6]), popularity=100 - n).pk for n in range(6)]
    always = [make_good(popularity=50 - n).pk for n in range(6)]
    make_good(season_mask=season_mask([12]), popularity=999)
    sections = HomeSections(today=JUNE, counts={"season": 8, "calendar": 9}, revision=1)
    assert sections._season_ids == [*now[:4], *always[:4]]


def test_one_half_fills_the_other_where_it_is_short() -> None:
    now = [make_good(season_mask=season_mask([6])).pk]
    always = [make_good(popularity=9 - n).pk for n in range(5)]
    assert HomeSections(today=JUNE, counts={"season": 4}, revision=1)._season_ids == [*now, *always[:3]]
    Good.objects.filter(pk__in=always).update(status="withdrawn")
    assert HomeSections(today=JUNE, counts={"season": 4}, revision=2)._season_ids == now


def test_the_calendar_begins_with_what_is_harvested_now_and_marks_the_months() -> None:
    later = make_good(season_mask=season_mask([11, 12, 1]), popularity=99)
    now = make_good(season_mask=season_mask([5, 6]))
    make_good()
    rows = HomeSections(today=JUNE, counts={"calendar": 9}, revision=1).calendar_rows
    assert [row.slug for row in rows] == [now.slug, later.slug]
    assert [number for number, month in enumerate(rows[1].months, 1) if month.is_on] == [1, 11, 12]
    assert [number for number, month in enumerate(rows[0].months, 1) if month.is_now] == [6]


def test_a_good_that_is_taken_back_leaves_the_home_page(client: Client) -> None:
    good = make_good(season_mask=4095)
    address = f"/vi/goods/{good.slug}/"
    assert address in client.get("/vi/").content.decode()
    Good.objects.update(status="withdrawn")
    bump_storefront()
    assert address not in client.get("/vi/").content.decode()


def test_the_next_fair_is_announced_until_it_is_over(client: Client) -> None:
    today = timezone.localdate()
    FairPage.objects.update(starts_on=today - timedelta(days=2), ends_on=today)
    bump_storefront()
    assert "/vi/fairs/honghe-viet-nam-winter-fair/" in main(client.get("/vi/").content).xpath(".//a/@href")
    FairPage.objects.update(ends_on=today - timedelta(days=1))
    bump_storefront()
    assert "/vi/fairs/honghe-viet-nam-winter-fair/" not in main(client.get("/vi/").content).xpath(".//a/@href")


def test_every_county_is_in_the_list_and_on_the_map(client: Client) -> None:
    content = main(client.get("/vi/").content)
    links = {link.get("href") for link in content.xpath(".//ul[@class='index']//a")}
    assert {f"/vi/counties/{slug}/" for slug in County.objects.values_list("slug", flat=True)} <= links
    assert len(content.xpath(".//*[local-name()='circle']")) == 13


def test_the_headings_of_the_page_are_in_order(client: Client) -> None:
    levels = [int(heading.tag[1]) for heading in main(client.get("/vi/").content).xpath(".//h1|.//h2|.//h3|.//h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(next_ <= level + 1 for level, next_ in itertools.pairwise(levels))


def test_an_empty_home_page_is_a_page_all_the_same(client: Client) -> None:
    HomePage.objects.update(sections="[]")
    bump_storefront()
    assert client.get("/vi/").status_code == 200


def test_a_part_that_editors_take_out_is_gone(client: Client) -> None:
    home = HomePage.objects.get()
    home.sections = [(part.block_type, part.value) for part in home.sections if part.block_type != "counties"]
    home.save_revision().publish()
    text = client.get("/vi/").content.decode()
    assert 'id="places"' not in text
    assert 'id="how"' in text
