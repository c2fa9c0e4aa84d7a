"""Reading what an address asks of a list."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import Http404, QueryDict

from marketplace.storefront.query import ListQuery, page_number, text

SORTS = ("popularity", "price")


def read(query: str, language: str = "en") -> ListQuery:
    return ListQuery.read(QueryDict(query), language=language, sorts=SORTS)


def test_everything_known_is_read() -> None:
    query = read("category=tea&category=rice&county=mengzi&gi=1&price_min=1.5&sort=price&page=3")
    assert query.categories == ("tea", "rice")
    assert query.counties == ("mengzi",)
    assert query.flags == {"gi"}
    assert query.price_min == Decimal("1.5")
    assert (query.sort, query.page, query.has_unknown) == ("price", 3, False)
    assert query.chosen_count == 5


def test_the_query_is_written_back_in_one_form() -> None:
    query = read("page=2&gi=1&category=tea&sort=popularity&price_max=&q=")
    assert query.pairs(default_sort="popularity") == [("category", "tea"), ("gi", "1"), ("page", "2")]


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "1e3", "１", "1000000000", "10001", "abc", "01", "+1", " 1"])
def test_what_is_no_page_number_is_a_page_that_does_not_exist(page: str) -> None:
    with pytest.raises(Http404):
        page_number(page)


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.000", "vi", "1000"),
        ("1.000", "en", "1"),
        ("1,000", "zh-hans", "1000"),
        ("12,50", "vi", "12.5"),
        ("１２", "en", "12"),
    ],
)
def test_a_price_is_read_as_its_page_writes_it(typed: str, language: str, value: str) -> None:
    query = ListQuery.read(QueryDict(urlencode({"price_min": typed})), language=language, sorts=SORTS)
    assert query.price_min == Decimal(value)


def test_a_price_may_bear_the_signs_of_its_currency() -> None:
    assert read("price_max=26.300%20%E2%82%AB&currency=VND", "vi").price_max == Decimal(26300)
    assert read("price_max=5%20%E5%85%83&priced_in=CNY&currency=VND", "zh-hans").price_max == Decimal(5)
    assert read("price_max=5%20%E5%85%83", "zh-hans").price_error == "number"


def test_a_wrong_price_is_named_kept_and_not_applied() -> None:
    query = read("price_min=abc&price_max=5")
    assert (query.price_error, query.typed_min, query.typed_max) == ("number", "abc", "5")
    assert query.price_min is None
    assert query.price_max is None


def test_prices_the_wrong_way_round_are_an_error() -> None:
    assert read("price_min=9&price_max=5").price_error == "order"
    assert read("price_min=5&price_max=5").price_error == ""


@pytest.mark.parametrize("query", ["category=%00", "category=Ạ", "county=../x", "category=" + "a" * 100, "gi=maybe"])
def test_a_value_that_could_not_exist_is_left_out_and_noted(query: str) -> None:
    found = read(query)
    assert found.has_unknown
    assert found.chosen_count == 0


def test_codes_that_do_not_exist_are_noted() -> None:
    query = read("category=tea&category=gone").knowing(categories=("tea",), counties=(), producers=())
    assert query.has_unknown
    assert query.categories == ("tea",)


def test_giving_up_one_filter_leads_to_the_first_page_of_the_rest() -> None:
    query = read("category=tea&category=rice&gi=1&price_min=2&page=4")
    assert query.without("category", "tea").pairs(default_sort="popularity") == [
        ("category", "rice"),
        ("gi", "1"),
        ("price_min", "2"),
    ]
    assert query.without("gi", "1").flags == frozenset()
    assert query.without("price", "").typed_min == ""


def test_a_value_of_one_filter_does_not_take_the_same_value_of_another_with_it() -> None:
    query = read("category=honghe&county=honghe")
    assert query.without("county", "honghe").categories == ("honghe",)


def test_an_unknown_order_is_the_default() -> None:
    assert read("sort=evil").sort == "popularity"


def test_searched_text_is_composed_cleaned_and_cut() -> None:
    assert text("ga\u0323o") == "gạo"
    assert text("a\x00b\ud800c\nd") == "a b c d"
    assert len(text("x" * 20_000)) == 200


def test_a_month_takes_the_place_of_now() -> None:
    query = read("in_season=1&month=7")
    assert (query.month, query.flags, query.is_in_season, query.chosen_count) == (7, frozenset(), True, 1)
    assert query.without("month", "").chosen_count == 0
    assert query.pairs(default_sort="popularity") == [("month", "7")]


@pytest.mark.parametrize("query", ["month=13", "month=0", "month=07", "month=七", "currency=usd", "currency=EURO"])
def test_what_is_no_month_and_no_currency_is_left_out_and_noted(query: str) -> None:
    found = read(query)
    assert found.has_unknown
    assert (found.month, found.currency) == (0, "USD")


def test_a_currency_is_written_back_unless_it_is_the_markets_own() -> None:
    assert read("currency=VND&price_min=5").pairs(default_sort="popularity") == [
        ("currency", "VND"),
        ("price_min", "5"),
    ]
    assert read("currency=USD").pairs(default_sort="popularity") == []
