"""The search page: what is found, why, and what helps where nothing is."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from marketplace.catalog.conversion import usd_factor
from marketplace.catalog.models import Good, season_mask
from marketplace.pricing.models import ExchangeRate
from marketplace.storefront import listing, nothing_found
from marketplace.storefront.query import ListQuery
from search import indexing
from tests.factories.catalog import CategoryFactory, GoodFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import CountyFactory


def good(name: str, name_vi: str = "", **fields: object) -> Good:
    """A good of that English name, and Vietnamese, of its own producer unless one is given."""
    made: Good = GoodFactory.create(name_en=name, name_vi=name_vi or name, name_zh_hans=name, **fields)
    return made


def page(client: Client, query: str, code: str = "en") -> str:
    response = client.get(f"/{code}/search/?{quote(query, safe='=&+')}")
    assert response.status_code == 200
    return response.content.decode()


def names(text: str) -> list[str]:
    """Return the names on the cards, in order, without marks."""
    return [re.sub(r"</?mark>", "", name) for name in re.findall(r'<h2><a href="[^"]*">(.*?)</a></h2>', text)]


def counts(text: str, name: str) -> dict[str, int]:
    """Return the count beside each choice of a filter."""
    pattern = rf'name="{name}" value="([^"]*)"[^>]*><span>[^<]*</span><span class="num">(\d+)</span>'
    return {value: int(count) for value, count in re.findall(pattern, text)}


@pytest.fixture
def teas(db: None) -> list[Good]:
    """Three teas of two kinds and two producers, and a rice."""
    kinds = [CategoryFactory.create(code=code, name_en=code) for code in ("tea", "gift")]
    producers = [CompanyFactory.create(producer=True, name_en=f"Maker {letter}") for letter in "AB"]
    rows = [
        good("Red tea", "Trà đỏ", category=kinds[0], producer=producers[0], price_from=Decimal(5)),
        good("Green tea", "Trà xanh", category=kinds[0], producer=producers[1], price_from=Decimal(20)),
        good("Tea box", "Hộp trà", category=kinds[1], producer=producers[1], price_from=Decimal(80)),
        good("Plain rice", "Gạo tẻ", category=kinds[1], producer=producers[0], price_from=Decimal(1)),
    ]
    indexing.rebuild()
    return rows


def test_counts_of_a_filter_ignore_that_filter_and_no_other(client: Client, teas: list[Good]) -> None:
    first, second = teas[0].producer.slug, teas[1].producer.slug
    text = page(client, f"q=tea&producer={second}&category=tea")
    assert names(text) == ["Green tea"]
    assert counts(text, "category") == {"tea": 1, "gift": 1}
    assert counts(text, "producer") == {second: 1, first: 1}


def test_several_producers_mean_any_of_them(client: Client, teas: list[Good]) -> None:
    first, second = teas[0].producer.slug, teas[1].producer.slug
    text = page(client, f"q=tea&producer={first}&producer={second}&sort=price")
    assert names(text) == ["Red tea", "Green tea", "Tea box"]
    assert re.search(rf'value="{first}" checked><span>Maker A</span>', text)


def test_a_chosen_producer_is_named_where_it_has_nothing(client: Client, teas: list[Good]) -> None:
    producer = CompanyFactory.create(producer=True, name_en="Maker C")
    text = page(client, f"q=tea&producer={producer.slug}")
    assert names(text) == []
    assert '<a class="chip" href="/en/search/?q=tea" data-swap-link>Maker C' in text


@pytest.mark.parametrize(("code", "low"), [("en", "100"), ("vi", "100,0"), ("zh-hans", "100.00")])
def test_a_price_is_asked_in_the_chosen_currency(client: Client, teas: list[Good], code: str, low: str) -> None:
    ExchangeRate.objects.create(base="USD", quote="CNY", rate=Decimal("7.1"), as_of=timezone.localdate(), source="x")
    text = page(client, f"q=tea&currency=CNY&price_min={low}&price_max=200", code)
    assert len(names(text)) == 1
    assert f"≈ {'142,00' if code == 'vi' else '142.00'} CNY" in text
    assert f'name="price_min" value="{low}"' in text
    assert 'value="CNY" selected' in text
    assert 'data-low="35" data-high="570"' in text


def test_a_price_typed_in_another_currency_is_shown_in_the_new_one(client: Client, teas: list[Good]) -> None:
    ExchangeRate.objects.create(base="USD", quote="VND", rate=Decimal(26300), as_of=timezone.localdate(), source="x")
    text = page(client, "q=tea&currency=VND&priced_in=USD&price_min=4&price_max=25.5&sort=price")
    assert names(text) == ["Red tea", "Green tea"]
    assert 'value="105200"' in text
    assert 'value="670650"' in text
    assert 'name="priced_in" value="VND"' in text
    back = page(client, "q=tea&priced_in=VND&price_min=105200&price_max=670650&sort=price")
    assert names(back) == ["Red tea", "Green tea"]
    assert 'name="price_min" value="4"' in back


def test_a_search_is_saved_with_its_prices_in_usd(client: Client, teas: list[Good]) -> None:
    ExchangeRate.objects.create(base="USD", quote="VND", rate=Decimal(26300), as_of=timezone.localdate(), source="x")
    text = page(client, "q=tea&currency=VND&price_min=100.000&sort=price", "vi")
    assert 'save/?price_min=3.80228&amp;q=tea"' in text


def test_a_currency_without_a_rate_asks_no_price_and_says_so(client: Client, teas: list[Good]) -> None:
    text = page(client, "q=tea&currency=LAK&price_max=6")
    assert len(names(text)) == 3
    assert "That part was left out." in text


def test_prices_of_other_money_are_sorted_and_filtered_by_what_they_are_worth(client: Client) -> None:
    ExchangeRate.objects.create(base="USD", quote="CNY", rate=Decimal("7.1"), as_of=timezone.localdate(), source="x")
    good("Tea for 3", price_from=Decimal(3))
    good("Tea for 2", price_from=Decimal("14.2"), price_currency="CNY", usd_factor=usd_factor("CNY"))
    good("Tea for 10", price_from=Decimal(10))
    good("Tea without a rate", price_from=Decimal(1), price_currency="THB", usd_factor=usd_factor("THB"))
    indexing.rebuild()
    assert names(page(client, "q=tea&sort=price")) == ["Tea for 2", "Tea for 3", "Tea for 10", "Tea without a rate"]
    assert names(page(client, "q=tea&sort=-price"))[:3] == ["Tea for 10", "Tea for 3", "Tea for 2"]
    assert names(page(client, "q=tea&price_max=2.5")) == ["Tea for 2"]


def test_the_slider_ends_where_the_other_filters_leave_prices(client: Client, teas: list[Good]) -> None:
    text = page(client, "q=tea&category=tea&price_max=6")
    assert 'data-low="5" data-high="20"' in text
    assert names(text) == ["Red tea"]


def test_a_month_of_harvest_can_be_chosen(client: Client) -> None:
    july = good("Plum", season_mask=season_mask([7]))
    good("Plum of winter", season_mask=season_mask([12]))
    indexing.rebuild()
    text = page(client, "q=plum&month=7")
    assert names(text) == [july.name_en]
    assert "Jul: 1 good in season" in text
    assert re.search(r'value="7" checked><span>Jul</span>', text)
    assert '<a class="chip" href="/en/search/?q=plum" data-swap-link>In season: Jul' in text
    assert "Tháng 7" in page(client, "q=plum&month=7", "vi") or "T7" in page(client, "q=plum&month=7", "vi")


@pytest.mark.parametrize(
    ("code", "query", "mark"),
    [
        ("en", "teas", "<mark>tea</mark>"),
        ("vi", "tra do", "<mark>Trà đỏ</mark>"),
        ("zh-hans", "红茶", "<mark>红茶</mark>"),
    ],
)
def test_what_was_meant_is_marked_on_the_cards(client: Client, code: str, query: str, mark: str) -> None:
    GoodFactory.create(name_en="Red tea", name_vi="Trà đỏ Cổ thụ", name_zh_hans="古树红茶")
    indexing.rebuild()
    assert mark in page(client, f"q={query}", code).replace("</mark> <mark>", " ").replace("Red <mark>", "<mark>")


def test_a_passage_is_shown_where_only_the_description_says_it(client: Client) -> None:
    words = "Grown on terraces above the clouds. " * 8
    good("Red rice", description_en=f"{words}Fermented in old jars by hand. {words}")
    indexing.rebuild()
    text = page(client, "q=fermented")
    found = re.search(r'<p class="snippet">(.*?)</p>', text)
    assert found is not None
    assert "<mark>Fermented</mark> in old jars" in found[1]
    assert found[1].startswith("…")
    assert found[1].endswith("…")
    assert len(found[1]) < 250


def test_a_name_is_text_between_the_marks(client: Client) -> None:
    good("<b>Red</b> tea & <script>", description_en="x")
    indexing.rebuild()
    text = page(client, "q=red tea")
    assert "<script>" not in text
    assert "&lt;b&gt;<mark>Red</mark>&lt;/b&gt; <mark>tea</mark> &amp; &lt;script&gt;" in text


def test_a_misspelt_word_is_put_right_and_the_page_says_so(
    client: Client, teas: list[Good], settings: Settings, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path  # an index of its own: the words of one are remembered for a minute
    good("Pomegranate juice", category=teas[0].category)
    indexing.rebuild()
    text = page(client, "q=pomegranite juice&category=tea")
    assert names(text) == ["Pomegranate juice"]
    assert "Nothing is written “pomegranite juice”." in text
    assert '<a href="/en/search/?category=tea&amp;q=pomegranate+juice">pomegranate juice</a>' in text
    assert "<mark>Pomegranate</mark> <mark>juice</mark>" in text


def test_a_part_of_the_words_is_said_with_what_each_would_find(client: Client, teas: list[Good]) -> None:
    text = page(client, "q=green xylophone")
    assert "No goods match all of your words." in text
    assert '<a class="chip" href="/en/search/?q=green">green <span class="num">1</span></a>' in text
    assert "“xylophone” occurs nowhere" in text


def test_filters_that_leave_nothing_are_offered_one_by_one(client: Client, teas: list[Good]) -> None:
    text = page(client, "q=tea&category=tea&gi=1&price_max=50")
    assert "Nothing here yet" in text
    assert (
        '<a class="chip" href="/en/search/?category=tea&amp;price_max=50&amp;q=tea" data-swap-link>'
        'Without “Geographical indication” <span class="num">2</span></a>'
    ) in text
    assert "Without “Up to 50 USD”" not in text


def test_where_no_single_filter_helps_all_are_given_up(client: Client, teas: list[Good]) -> None:
    text = page(client, "q=tea&gi=1&cold_chain=1")
    assert (
        '<a class="chip" href="/en/search/?q=tea" data-swap-link>Without any filter <span class="num">3</span>' in text
    )


def test_help_stops_where_the_engine_is_slow(
    client: Client, teas: list[Good], monkeypatch: pytest.MonkeyPatch
) -> None:
    instants = count(step=0.15)
    counting = nothing_found.Counting(listing.shop(revision=1, language="en"), "/", clock=lambda: next(instants))
    ways = counting.ways((str(number), ListQuery(text="tea")) for number in range(9))
    assert [way.label for way in ways] == ["0", "1"]
    monkeypatch.setattr(nothing_found, "PATIENCE_SECONDS", -1)
    text = page(client, "q=tea&gi=1")
    assert "Nothing here yet" in text
    assert "Without" not in text


@pytest.mark.parametrize("code", ["en", "vi", "zh-hans"])
def test_nothing_found_shows_kinds_of_goods_and_where_to_ask(client: Client, teas: list[Good], code: str) -> None:
    text = page(client, "q=zzzzzz", code)
    assert f'href="/{code}/goods/?category=gift"' in text
    assert 'href="#help"' in text
    assert names(text) == []


def test_what_is_found_besides_goods_stands_first_where_it_is_the_best_answer(
    client: Client, teas: list[Good]
) -> None:
    text = page(client, "q=tea")
    assert '<a class="chip" href="/en/goods/?category=tea"><span><mark>tea</mark></span>' in text
    before, after = text.split('id="results"')
    assert before.count('class="chip" href="/en/goods/?category=tea"') == 1
    assert "?category=tea" not in after
    before, after = page(client, "q=green tea").split('id="results"')
    assert "Places, producers and pages" not in before


def test_the_place_of_a_good_is_marked_where_it_was_asked_for(client: Client) -> None:
    county = CountyFactory.create(slug="mengzi", name_en="Mengzi")
    good("Loquat", producer=CompanyFactory.create(producer=True, county=county))
    indexing.rebuild()
    assert '<p class="origin"><mark>Mengzi</mark> · ' in page(client, "q=mengzi")


def test_goods_are_counted_and_listed_and_what_else_was_found_stands_once(client: Client) -> None:
    """Once "29 results" stood over 11 goods, places were shown before and after them, and page 2 had no good."""
    tea = CategoryFactory.create(code="tea", name_en="Tea")
    makers = [CompanyFactory.create(producer=True, name_en=f"Tea house {n}", slug=f"tea-house-{n}") for n in range(9)]
    for number in range(30):
        good(f"Tea {number}", category=tea, producer=makers[number % 9])
    indexing.rebuild()
    pages = [page(client, f"q=tea&page={number}") for number in (1, 2, 3)]
    assert all('data-result-text="30 goods"' in text for text in pages)
    shown = [names(text) for text in pages]
    assert [len(one) for one in shown] == [24, 6, 6], "who asks for more pages than there are sees the last"
    assert len({*shown[0], *shown[1]}) == 30
    assert [text.count("Places, producers and pages") for text in pages] == [1, 0, 0]


def test_what_is_better_than_every_good_stands_before_them_a_few_at_once(client: Client) -> None:
    for number in range(6):
        CompanyFactory.create(producer=True, name_en="Oolong", slug=f"oolong-{number}")
    good("Tea", description_en="made of oolong leaves")
    indexing.rebuild()
    text = page(client, "q=oolong")
    assert 'data-result-text="1 good"' in text
    before = text.split('id="results"')[0]
    assert before.count('href="/en/producers/oolong-') == text.count('href="/en/producers/oolong-') == 6
    assert before.split("<details>")[0].count('href="/en/producers/oolong-') == 4
    assert "2 more" in before
