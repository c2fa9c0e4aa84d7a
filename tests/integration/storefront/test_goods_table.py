"""Goods as a table: what a buyer compares, chosen by an address and remembered, kept apart from the cards."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from marketplace.catalog.models import Good, season_mask
from marketplace.companies.models import CompanyKind
from marketplace.orders.models import BasketLine
from marketplace.pricing.services import change_prices
from marketplace.storefront.middleware.remembered_view import COOKIE
from marketplace.storefront.seasons import season_text
from search import indexing
from tests.factories.accounts import UserFactory
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.companies import MembershipFactory

TABLE = "goods-table"


@pytest.fixture
def good(db: None, now: datetime) -> Good:
    """A good of two packs, the second of them in steps."""
    made: Good = GoodFactory.create(
        name_vi="Gạo <đỏ>",
        name_en="Red rice",
        lead_time_min_days=7,
        lead_time_max_days=10,
        season_mask=season_mask([11, 12, 1]),
    )
    for position, (name, step, breaks) in enumerate(
        [
            ("Bao 25 kg", 1, [(20, Decimal("4.6")), (120, Decimal("4.3"))]),
            ("Thùng 10 kg", 5, [(1005, Decimal("5.6"))]),
        ]
    ):
        pack = PackFactory.create(good=made, position=position, name_vi=name, sku=f"{made.sku}-P{position}")
        change_prices(pack_id=pack.pk, breaks=breaks, moq=breaks[0][0], step=step, actor=None, now=now)
    indexing.rebuild()
    return made


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_row_says_what_a_buyer_compares(client: Client, good: Good) -> None:
    page = shown(client, "/vi/goods/?view=table")
    table = page[page.index(f'class="table {TABLE}"') : page.index("</table>")]
    text = re.sub(r"<[^>]+>", " ", table)
    for fact in ("Gạo &lt;đỏ&gt;", f"{good.sku}-P0", "Bao 25 kg", "≥ 20", "4,60", "≥ 120", "4,30", "7 đến 10 ngày"):
        assert fact in text
    assert "T11–T1" in text
    assert re.search(r"1\.005\s+= 10\.050 \S+\s+bội số 5", text)
    assert table.count('rowspan="2"') == 3, "what is said of a good is said once"
    assert re.findall(r'name="quantity" value="(\d+)"', table) == ["20", "1005"]
    assert 'class="goods-grid"' not in page


@pytest.mark.parametrize("path", ["goods/", "search/?q=red rice"])
def test_the_choice_is_remembered_and_shown_to_nobody_else(client: Client, good: Good, path: str) -> None:
    address, other = f"/vi/{path}", Client()
    assert TABLE not in shown(client, address)
    chosen = client.get(address + ("&" if "?" in path else "?") + "view=table")
    assert chosen.cookies[COOKIE].value == "table"
    for _ in range(2):
        remembered = client.get(address)
        assert TABLE in remembered.content.decode()
        assert not remembered.cookies, "what is remembered is not said again"
        assert TABLE not in shown(other, address)
    assert remembered["X-Cache"] == "HIT"
    assert "Cookie" in remembered["Vary"]
    assert 'name="view" value="table"' in remembered.content.decode(), "the filters keep it without cookies too"
    back = client.get(address + ("&" if "?" in path else "?") + "view=cards")
    assert (back.cookies[COOKIE].value, TABLE in back.content.decode()) == ("cards", False)
    assert TABLE not in shown(client, address)


def test_the_choice_holds_for_who_is_signed_in(buyer_client: Client, good: Good) -> None:
    buyer_client.get("/vi/goods/?view=table")
    assert TABLE in shown(buyer_client, "/vi/goods/")
    assert TABLE in shown(buyer_client, "/vi/search/?q=red rice")
    assert TABLE not in shown(buyer_client, "/vi/goods/?view=cards")


@pytest.mark.parametrize("value", ["", "TABLE", "table<script>", "table%00", "a" * 3000, "cards;table"])
def test_what_is_no_view_is_neither_shown_nor_remembered(client: Client, good: Good, value: str) -> None:
    client.cookies[COOKIE] = value.replace(";", "")
    response = client.get(f"/vi/goods/?view={value}")
    assert COOKIE not in response.cookies
    assert TABLE not in response.content.decode()
    assert "<script>" not in response.content.decode().partition("</head>")[2]


def test_no_other_page_answers_to_the_cookie(client: Client, good: Good) -> None:
    client.cookies[COOKIE] = "table"
    kept = client.get(f"/vi/goods/{good.slug}/").content
    assert kept == Client().get(f"/vi/goods/{good.slug}/").content


def test_links_lead_to_the_other_view_and_search_engines_to_one(client: Client, good: Good) -> None:
    page = shown(client, "/vi/goods/?sort=price&view=table&page=1")
    assert 'href="/vi/goods/?sort=price&amp;view=cards" rel="nofollow"' in page
    assert re.search(r'rel="canonical" href="[^"]*/vi/goods/"', page)


def test_an_order_in_a_row_leads_back_to_the_table(client: Client, good: Good) -> None:
    order = {"pack": f"{good.sku}-P0", "quantity": "20", "from": "list"}
    left = "http://testserver/vi/goods/?sort=price&view=table"
    answer = client.post("/vi/basket/add/", order, headers={"referer": left})
    assert answer["Location"] == "/vi/goods/?sort=price&view=table"
    assert BasketLine.objects.get().quantity == 20
    page = shown(client, answer["Location"])
    assert "Đã thêm vào giỏ hàng." in page
    assert TABLE in page


@pytest.mark.parametrize(
    "left",
    ["", "http://testserver/vi/goods/x/", "http://testserver/vi/account/", "http://[/vi/goods/", "javascript:1"],
)
def test_an_order_that_came_from_elsewhere_leads_to_the_basket(client: Client, good: Good, left: str) -> None:
    order = {"pack": f"{good.sku}-P0", "quantity": "20", "from": "list"}
    answer = client.post("/vi/basket/add/", order, headers={"referer": left})
    assert answer["Location"] == "/vi/basket/"


def test_what_cannot_be_ordered_has_no_form(client: Client) -> None:
    PackFactory.create(sold_out=True)
    PackFactory.create(unpriced=True)
    PackFactory.create(good=GoodFactory.create(enquiry=True))
    page = shown(client, "/en/goods/?view=table")
    table = page[page.index("<tbody>") : page.index("</table>")]
    assert "<form" not in table
    assert all(text in table for text in ("Out of stock", "no price yet", "By enquiry"))


def test_who_may_not_order_reads_once_who_may(client: Client, good: Good) -> None:
    producer = MembershipFactory.create(user=UserFactory.create(), company__producer=True)
    assert producer.company.kind == CompanyKind.PRODUCER
    client.force_login(producer.user)
    page = shown(client, "/vi/goods/?view=table")
    assert "basket/add" not in page
    assert page.index('class="table goods-table"') > page.index("<main") > 0
    assert f"{good.sku}-P1" in page


@pytest.mark.parametrize(
    ("months", "language", "text"),
    [
        ([], "en", "All year"),
        (list(range(1, 13)), "vi", "Quanh năm"),
        ([8, 9, 10], "zh-hans", "8月–10月"),
        ([11, 12, 1, 2], "vi", "T11–T2"),
        ([3, 8, 9], "en", "Mar, Aug–Sep"),
        ([5], "vi", "T5"),
        ([1, 6, 12], "vi", "T6, T12–T1"),
    ],
)
def test_a_season_is_written_as_runs_of_months(months: list[int], language: str, text: str) -> None:
    with override(language):
        assert season_text(season_mask(months), language) == text
