"""What the page of a good works out while somebody types is what the basket and the order work out."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest
from django.template import Context, Template
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from marketplace.kernel import formats
from marketplace.pricing.breaks import PriceTable, price_table, quote
from marketplace.storefront.good_page import EXACT_PLACES
from tests.e2e.site import ORIGIN, POLICY, Site

# Prices whose products end in exactly half a minor unit, in more than two places, and in great numbers.
BREAKS: Final = [(7, Decimal("1.25005")), (15, Decimal("1.2")), (1_003, Decimal("0.99999"))]
CONTENT: Final = Decimal("0.125")
QUANTITIES: Final = (7, 11, 15, 19, 999, 1_003, 1_007, 40_003, 999_999_999)

GOOD: Final = """{% extends "base.html" %}{% load ui %}{% block title %}Good{% endblock %}{% block content %}
<form class="wrap" method="post" action="/order" data-once>
<input type="radio" name="pack" value="A" data-minimum="7" data-step="4" data-content="{{ content|plain }}" checked>
<table>{% for one in rows %}<tr data-of="A" data-from="{{ one.from_quantity }}" data-exact="{{ one.exact }}">
<td>{{ one.from_quantity }}</td><td>{{ one.unit_price|unit_price:currency }}</td><td>{{ one.saving|percent }}</td>
</tr>{% endfor %}</table>
{% include "components/_quantity.html" with id="qty" name="quantity" value=7 label="Packs" minimum=7 step=4 only %}
{% include "storefront/_order_sum.html" with good=good quoted=quoted only %}</form>{% endblock %}"""


def page_of(table: PriceTable, language: str) -> str:
    rows = [
        {
            "from_quantity": one.from_quantity,
            "unit_price": one.unit_price,
            "saving": one.saving,
            "exact": int((one.unit_price * CONTENT).scaleb(EXACT_PLACES)),
        }
        for one in table.breaks
    ]
    good = {"price_currency": table.currency, "unit": {"name": "kg"}}
    quoted = quote(table, quantity=7, content=CONTENT)
    with translation.override(language):
        context = {"rows": rows, "good": good, "quoted": quoted, "content": CONTENT, "currency": table.currency}
        return Template(GOOD).render(Context(context))


@pytest.mark.parametrize("currency", ["USD", "VND"])
@pytest.mark.parametrize("language", ["vi", "zh-hans", "en"])
def test_the_script_says_what_the_server_would(visit: Page, site: Site, language: str, currency: str) -> None:
    table = price_table(BREAKS, currency)

    def answer(route: Route) -> None:
        route.fulfill(
            body=page_of(table, language), content_type="text/html", headers={"Content-Security-Policy": POLICY}
        )

    visit.route(f"{ORIGIN}/good", answer)
    visit.goto(f"{ORIGIN}/good")
    for quantity in (*QUANTITIES, 7):
        quoted = quote(table, quantity=quantity, content=CONTENT)
        assert quoted is not None
        visit.fill("#qty", str(quantity))
        shown = formats.amount(quoted.total_minor, currency, language=language)
        expect(visit.locator("[data-sum=total]")).to_have_text(shown)
        expect(visit.locator("[data-sum=units]")).to_have_text(
            formats.number(quoted.units.normalize(), language=language)
        )
        expect(visit.locator("[data-sum=price]")).to_have_text(
            formats.unit_price(quoted.unit_price, currency, language=language)
        )
        reached = visit.locator("tr.is-selected")
        expect(reached).to_have_count(1)
        start = max(one.from_quantity for one in table.breaks if one.from_quantity <= quantity)
        assert reached.get_attribute("data-from") == str(start)
        following = visit.locator("[data-sum=next]")
        if quoted.next_break is None:
            expect(following).to_be_hidden()
        else:
            expect(following).to_contain_text(formats.percent(quoted.next_break.saving, language=language))


def test_what_cannot_be_ordered_has_no_price(visit: Page, site: Site) -> None:
    visit.route(
        f"{ORIGIN}/good",
        lambda route: route.fulfill(body=page_of(price_table(BREAKS, "USD"), "en"), content_type="text/html"),
    )
    visit.goto(f"{ORIGIN}/good")
    for typed in ("8", "0", "", "abc"):
        visit.fill("#qty", typed)
        expect(visit.locator("[data-sum=total]")).to_have_text("–")
        expect(visit.locator("tr.is-selected")).to_have_count(0)
        expect(visit.locator("[data-sum=next]")).to_be_hidden()
