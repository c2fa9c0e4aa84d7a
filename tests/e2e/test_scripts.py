"""The site's scripts in a real browser, under a policy as strict as the site's, on pages made of the components."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, expect

from config.env import BASE_DIR
from marketplace.kernel.process_cache import remember
from marketplace.storefront import styleguide
from marketplace.storefront.exchange import Exchange
from marketplace.storefront.price_range import price_range, priced
from marketplace.storefront.query import ListQuery

ORIGIN = "http://market.test"
POLICY = "; ".join(
    f"{kind} 'self'" for kind in ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action")
)

LIST = """{% extends "base.html" %}{% block title %}Goods {{ page.number }}{% endblock %}{% block content %}
<div class="wrap with-rail">
<div id="filters" data-swap>
{% include "components/_filters.html" with facets=facets price=price action="/list" clear_url="/list" only %}</div>
<div id="results" data-swap><div class="result-head"><h2 tabindex="-1" data-result-text="{{ said }}">{{ said }}</h2>
{% include "components/_sort.html" with options=sorts only %}</div><div class="tall"></div>
{% include "components/_pagination.html" with page=page request=request only %}</div></div>{% endblock %}"""

GOOD = """{% extends "base.html" %}{% block title %}Good{% endblock %}{% block content %}
<form class="wrap" method="post" action="/order" data-once>
<label class="choice"><input type="radio" name="pack" value="A"
 data-minimum="30" data-step="6" data-hint="cartons" checked><span>A</span></label>
<label class="choice"><input type="radio" name="pack" value="B"
 data-minimum="2000" data-step="500" data-hint="pallets"><span>B</span></label>
<p data-pack="A">breaks of A</p><p data-pack="B" hidden>breaks of B</p>
{% with id="qty" name="quantity" value=30 label="Quantity" minimum=30 step=6 hint="cartons" %}
{% include "components/_quantity.html" %}{% endwith %}
<button class="button">Add</button></form>{% endblock %}"""

COUNT_SENT = """document.addEventListener("submit", (event) => {
    window.sent = (window.sent ?? 0) + (event.defaultPrevented ? 0 : 1);
    event.preventDefault();
})"""


class Site:
    """Answers the browser in place of a server, and keeps what it was asked."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.asked: list[str] = []
        self.suggestions: list[dict[str, Any]] = []

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        self.asked.append(f"{route.request.method} {address.path}?{address.query}")
        if address.path.startswith("/static/"):
            path = BASE_DIR / "frontend" / address.path.lstrip("/")
            kind = mimetypes.guess_type(path.name)[0] or "font/woff2"
            route.fulfill(body=path.read_bytes(), content_type=kind)
        elif address.path == "/api/v1/suggest":
            route.fulfill(json={"suggestions": self.suggestions})
        else:
            body = self.page(address.path, address.query)
            route.fulfill(
                body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )

    def page(self, path: str, query: str) -> str:
        asked = parse_qs(query)
        chosen = asked.get("county", [])
        options = [
            {"value": v, "label": v, "count": len(chosen) + 5, "is_selected": v in chosen}
            for v in ("mengzi", "jianshui")
        ]
        context: dict[str, Any] = {
            "request": RequestFactory().get(path, query_params=asked),
            "facets": [{"name": "county", "label": "County", "is_open": True, "options": options}],
            "sorts": [{"value": "", "label": "Best", "is_selected": True}, {"value": "price", "label": "Price"}],
            "said": f"{69 - len(chosen)} goods",
            "page": Paginator(range(240), 24).page(int(asked.get("page", ["1"])[0])),
            "price": price_range(
                priced(ListQuery.read(QueryDict(query), language=self.language, sorts=("",)), language=self.language),
                bounds=(Decimal(2), Decimal(200)),
                language=self.language,
            ),
        }
        with translation.override(self.language):
            if path == "/styleguide":
                return render_to_string("styleguide.html", styleguide.samples())
            return Template(GOOD if path == "/good" else LIST).render(Context(context))


@pytest.fixture
def site() -> Site:
    remember(("exchanges",), lambda: {"VND": Exchange("VND", Decimal(26300))}, seconds=60)
    return Site("en")


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.route(f"{ORIGIN}/**", site.answer)
    yield page
    page.close()
    assert faults == [], "the page is silent: no script fault, nothing blocked by the policy"


def test_the_nearest_orderable_quantities_are_said_while_typing_and_fill_the_field(visit: Page) -> None:
    visit.goto(f"{ORIGIN}/good")
    visit.fill("#qty", "50")
    expect(visit.locator("#qty-hint")).to_have_text("Order 48 or 54: at least 30, in steps of 6.")
    expect(visit.locator("#qty")).to_have_attribute("aria-invalid", "true")
    visit.get_by_role("button", name="54", exact=True).click()
    expect(visit.locator("#qty")).to_have_value("54")
    expect(visit.locator("#qty-hint")).to_have_text("cartons")
    expect(visit.locator("#qty")).to_have_attribute("aria-invalid", "false")


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "abc", "1000000000000", ""])
def test_what_is_no_quantity_is_answered_with_a_sentence(visit: Page, typed: str) -> None:
    visit.goto(f"{ORIGIN}/good")
    visit.fill("#qty", typed)
    expect(visit.locator("#qty")).to_have_attribute("aria-invalid", "true")
    expect(visit.locator("#qty-hint")).to_have_text("Type a whole number, at least 30.")


def test_full_width_digits_count(visit: Page) -> None:
    visit.goto(f"{ORIGIN}/good")
    visit.fill("#qty", "３６")
    expect(visit.locator("#qty")).to_have_attribute("aria-invalid", "false")


def test_the_stepper_goes_from_one_orderable_quantity_to_the_next(visit: Page) -> None:
    visit.goto(f"{ORIGIN}/good")
    expect(visit.locator("[data-less]")).to_be_disabled()
    visit.locator("[data-more]").click()
    expect(visit.locator("#qty")).to_have_value("36")
    visit.fill("#qty", "50")
    visit.locator("[data-less]").click()
    expect(visit.locator("#qty")).to_have_value("48")
    visit.locator("#qty").press("ArrowUp")
    expect(visit.locator("#qty")).to_have_value("54")


def test_another_pack_brings_its_own_rule_and_table(visit: Page, site: Site) -> None:
    site.language = "vi"
    visit.goto(f"{ORIGIN}/good")
    visit.locator("input[value=B]").check()
    expect(visit.locator("#qty")).to_have_value("2000")
    expect(visit.get_by_text("breaks of B")).to_be_visible()
    expect(visit.get_by_text("breaks of A")).to_be_hidden()
    visit.fill("#qty", "2200")
    expect(visit.locator(".quantity-fixes")).to_have_text("2.0002.500")


def test_a_form_is_sent_once(visit: Page) -> None:
    visit.goto(f"{ORIGIN}/good")
    visit.evaluate(COUNT_SENT)
    visit.get_by_role("button", name="Add").click()
    visit.evaluate("document.querySelector('main form').requestSubmit()")
    assert visit.evaluate("window.sent") == 1


def test_the_filters_are_a_drawer_on_a_phone_and_change_the_list_behind_it(visit: Page, site: Site) -> None:
    visit.goto(f"{ORIGIN}/list?page=3")
    expect(visit.locator("#filters-form")).to_be_hidden()
    visit.locator(".filter-fold > summary").click()
    drawer = visit.get_by_role("dialog", name="Filters")
    expect(drawer).to_be_visible()
    drawer.get_by_label("mengzi").check()
    expect(visit).to_have_url(f"{ORIGIN}/list?county=mengzi")
    expect(visit.locator("#swap-status")).to_have_text("68 goods")
    expect(drawer.locator("label").first).to_contain_text("6")
    visit.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert visit.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert [line for line in site.asked if line.startswith("POST")] == []


def test_back_returns_to_the_list_as_it_was(visit: Page) -> None:
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list")
    visit.get_by_label("jianshui").check()
    expect(visit).to_have_url(f"{ORIGIN}/list?county=jianshui")
    expect(visit.get_by_label("jianshui")).to_be_focused()
    visit.get_by_role("link", name="Next page").click()
    expect(visit).to_have_url(f"{ORIGIN}/list?county=jianshui&page=2#results")
    expect(visit).to_have_title("Goods 2 · Honghe Market")
    visit.go_back()
    expect(visit).to_have_title("Goods 1 · Honghe Market")
    visit.go_back()
    expect(visit).to_have_url(f"{ORIGIN}/list")
    expect(visit.get_by_label("jianshui")).not_to_be_checked()
    expect(visit.locator("#results h2")).to_have_text("69 goods")


def test_sorting_keeps_the_filters_and_leaves_empty_fields_out_of_the_address(visit: Page) -> None:
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list?county=mengzi")
    visit.locator("#sort").select_option("price")
    expect(visit).to_have_url(f"{ORIGIN}/list?county=mengzi&sort=price")


def test_suggestions_are_a_combobox_for_the_keyboard(visit: Page, site: Site) -> None:
    site.suggestions = [
        {"name": "Red rice", "url": "/good", "detail": "1.80 USD"},
        {"name": "Yuanyang", "url": "/list"},
    ]
    visit.goto(f"{ORIGIN}/list")
    field = visit.get_by_role("combobox", name="Search")
    field.press_sequentially("red")
    expect(visit.locator("[role=option]")).to_have_count(2)
    expect(visit.locator("search-box [role=status]")).to_have_text("Suggestions: 2")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-0")
    field.press("Escape")
    expect(visit.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("red")
    field.press("ArrowUp")
    field.press("Enter")
    expect(visit).to_have_url(f"{ORIGIN}/list")
    assert [line for line in site.asked if "suggest" in line] == ["GET /api/v1/suggest?q=red&lang=en"]


def test_a_suggestion_is_text_and_never_markup_and_never_leads_to_a_foreign_host(visit: Page, site: Site) -> None:
    site.suggestions = [{"name": "<img src=x onerror=alert(1)>", "url": "https://elsewhere.test/"}]
    visit.goto(f"{ORIGIN}/list")
    visit.get_by_role("combobox", name="Search").press_sequentially("x")
    expect(visit.locator("[role=option]")).to_have_text("<img src=x onerror=alert(1)>")
    visit.locator("[role=option]").click()
    expect(visit).to_have_url(f"{ORIGIN}/list")


def test_what_was_typed_is_marked_in_a_suggestion(visit: Page, site: Site) -> None:
    parts = [{"text": "<Trà> xa", "is_match": True}, {"text": "nh", "is_match": False}]
    site.suggestions = [
        {"name": "<Trà> xanh", "url": "/good", "parts": parts},
        {"name": "Other", "url": "/good", "parts": parts},
    ]
    visit.goto(f"{ORIGIN}/list")
    visit.get_by_role("combobox", name="Search").press_sequentially("tra xa")
    expect(visit.locator("[role=option] mark")).to_have_text(["<Trà> xa"])
    expect(visit.locator("[role=option]")).to_have_text(["<Trà> xanh", "Other"])


def test_pinyin_that_an_input_method_holds_is_not_searched_for_in_chinese(visit: Page, site: Site) -> None:
    site.language = "zh-hans"
    site.suggestions = [{"name": "红米", "url": "/good"}]
    visit.goto(f"{ORIGIN}/list")
    field = visit.locator("#q")
    field.focus()
    typing = visit.context.new_cdp_session(visit)
    typing.send("Input.imeSetComposition", {"text": "hong'mi", "selectionStart": 7, "selectionEnd": 7})
    visit.wait_for_timeout(400)
    assert [line for line in site.asked if "suggest" in line] == []
    typing.send("Input.insertText", {"text": "红米"})
    expect(visit.locator("[role=option]")).to_have_text(["红米"])
    assert [line for line in site.asked if "suggest" in line] == [
        "GET /api/v1/suggest?q=%E7%BA%A2%E7%B1%B3&lang=zh-hans"
    ]


def test_vietnamese_letters_that_an_input_method_holds_are_searched_for(visit: Page, site: Site) -> None:
    site.language = "vi"
    site.suggestions = [{"name": "Gạo đỏ", "url": "/good"}]
    visit.goto(f"{ORIGIN}/list")
    visit.locator("#q").focus()
    typing = visit.context.new_cdp_session(visit)
    typing.send("Input.imeSetComposition", {"text": "gạ", "selectionStart": 2, "selectionEnd": 2})
    expect(visit.locator("[role=option]")).to_have_text(["Gạo đỏ"])


def test_an_answer_that_comes_late_does_not_open_what_was_closed(visit: Page, site: Site) -> None:
    site.suggestions = [{"name": "Red rice", "url": "/good"}]
    visit.goto(f"{ORIGIN}/list")
    field = visit.get_by_role("combobox", name="Search")
    field.press_sequentially("red")
    field.press("Escape")
    visit.wait_for_timeout(400)
    expect(visit.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially("d")
    expect(visit.get_by_role("listbox")).to_be_visible()


def test_a_visitors_last_searches_stay_in_the_browser_until_they_are_cleared(visit: Page, site: Site) -> None:
    visit.goto(f"{ORIGIN}/list")
    for text in ("red rice", " Tea ", "red  rice"):
        visit.fill("#q", text)
        visit.press("#q", "Enter")
        visit.wait_for_url("**/search/**")
    visit.goto(f"{ORIGIN}/list")
    field = visit.get_by_role("combobox", name="Search")
    field.focus()
    expect(visit.locator("[role=option]")).to_have_text(["red rice", "Tea"])
    expect(visit.locator("search-box [role=status]")).to_have_text("Recent searches: 2")
    field.press("ArrowDown")
    field.press("Enter")
    expect(visit).to_have_url(f"{ORIGIN}/en/search/?q=red+rice")
    visit.goto(f"{ORIGIN}/list")
    field.focus()
    visit.get_by_role("button", name="Clear", exact=True).click()
    expect(visit.get_by_role("listbox")).to_be_hidden()
    assert visit.evaluate("localStorage.length") == 0
    assert not any("suggest" in line for line in site.asked)


@pytest.mark.parametrize("kept", ["{", "{}", "[1, null, {}]", '"x"'])
def test_what_somebody_else_wrote_into_the_browser_is_no_fault(visit: Page, kept: str) -> None:
    visit.goto(f"{ORIGIN}/list")
    visit.evaluate("text => localStorage.setItem('recent-searches', text)", kept)
    visit.get_by_role("combobox", name="Search").focus()
    visit.wait_for_timeout(100)
    expect(visit.get_by_role("listbox")).to_be_hidden()


def test_the_thumbs_of_a_slider_are_moved_by_keys_and_the_list_follows_once(visit: Page, site: Site) -> None:
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list")
    low, high = visit.get_by_role("slider", name="Lowest price"), visit.get_by_role("slider", name="Highest price")
    expect(low).to_have_attribute("aria-valuetext", "2 USD")
    expect(high).to_have_attribute("aria-valuetext", "200 USD")
    low.focus()
    for _ in range(50):
        low.press("ArrowRight")
    expect(visit).to_have_url(f"{ORIGIN}/list?price_min=20")
    expect(low).to_be_focused()
    expect(visit.locator("#id_price_min")).to_have_value("20")
    high.focus()
    high.press("PageDown")
    expect(visit).to_have_url(f"{ORIGIN}/list?price_min=20&price_max=130")
    expect(low).to_have_attribute("aria-valuetext", "20 USD")
    high.press("Home")
    expect(high).to_have_attribute("aria-valuetext", "20 USD")
    low.press("Home")
    high.press("End")
    expect(visit).to_have_url(f"{ORIGIN}/list")
    assert len([line for line in site.asked if "/list" in line]) <= 6


def test_a_thumb_can_be_dragged_and_a_typed_price_moves_it(visit: Page) -> None:
    visit.set_viewport_size({"width": 1440, "height": 1600})
    visit.goto(f"{ORIGIN}/list")
    box = visit.locator(".slider").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    visit.mouse.move(box["x"] + box["width"] - 14, middle)
    visit.mouse.down()
    visit.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    visit.mouse.up()
    expect(visit).to_have_url(f"{ORIGIN}/list?price_max=20")
    visit.fill("#id_price_max", "63")
    expect(visit.get_by_role("slider", name="Highest price")).to_have_value("75")


def test_a_vietnamese_slider_writes_and_reads_vietnamese_numbers(visit: Page, site: Site) -> None:
    site.language = "vi"
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list?price_min=2,5")
    low = visit.get_by_role("slider").first
    expect(low).to_have_attribute("aria-valuetext", "2,5 USD")
    low.press("ArrowRight")
    expect(visit.locator("#id_price_min")).to_have_value("2,6")


def test_another_currency_takes_the_typed_prices_along(visit: Page) -> None:
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list?price_min=5")
    visit.get_by_label("mengzi").check()
    expect(visit).to_have_url(f"{ORIGIN}/list?county=mengzi&price_min=5")
    visit.locator("#id_currency").select_option("VND")
    expect(visit).to_have_url(f"{ORIGIN}/list?county=mengzi&currency=VND&priced_in=USD&price_min=5")
    expect(visit.locator("#id_price_min")).to_have_value("131500")
    expect(visit.get_by_role("slider", name="Lowest price")).to_have_attribute("aria-valuetext", "131,500 VND")


def test_without_script_the_filters_open_in_place(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.route(f"{ORIGIN}/**", site.answer)
    page.goto(f"{ORIGIN}/list")
    page.locator(".filter-fold > summary").click()
    page.get_by_label("mengzi").check()
    page.get_by_role("button", name="Show the goods").click()
    expect(page).to_have_url(f"{ORIGIN}/list?county=mengzi&currency=&price_min=&price_max=&sort=")
    expect(page.get_by_role("heading", name="68 goods")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
def test_no_width_makes_the_page_scroll_sideways(visit: Page, site: Site, width: int, language: str) -> None:
    site.language = language
    visit.set_viewport_size({"width": width, "height": 900})
    for path in ("/list?county=mengzi&page=5", "/good"):
        visit.goto(f"{ORIGIN}{path}")
        assert visit.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/styleguide", "/list?county=mengzi&page=5", "/good"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_any_component(visit: Page, site: Site, path: str, width: int) -> None:
    site.language = "vi"
    visit.set_viewport_size({"width": width, "height": 900})
    visit.goto(f"{ORIGIN}{path}")
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = Axe().run(visit, options=rules).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
