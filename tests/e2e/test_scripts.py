"""The site's scripts in a real browser: drawer, forms, quantities, lists that change without a load."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from marketplace.kernel.quantities import QuantityNotANumber, parse_quantity
from tests.e2e.site import ORIGIN, Site

COUNT_SENT = """document.addEventListener("submit", (event) => {
    window.sent = (window.sent ?? 0) + (event.defaultPrevented ? 0 : 1);
    event.preventDefault();
})"""


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


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        *[(one, True) for one in ("1.200", "1,200", "1 200", "１２００", "600箱", "600 thùng", "\u200b600", "6千")],
        *[(one, False) for one in ("600 kg", "600 chai", "0.600", "1.20", "600_0")],
    ],
)
def test_a_quantity_is_read_in_the_browser_as_the_server_reads_it(visit: Page, typed: str, is_right: bool) -> None:
    visit.goto(f"{ORIGIN}/good")
    visit.fill("#qty", typed)
    expect(visit.locator("#qty")).to_have_attribute("aria-invalid", "false" if is_right else "true")
    try:
        read = parse_quantity(typed)
    except QuantityNotANumber:
        read = 0
    assert (read > 0) == is_right


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


def test_back_returns_to_the_price_that_was_asked_for_also_in_the_field_that_is_written_in(visit: Page) -> None:
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list")
    lowest = visit.locator("#id_price_min")
    for typed in ("2", "30"):
        lowest.fill(typed)
        lowest.press("Enter")
        expect(visit).to_have_url(f"{ORIGIN}/list?price_min={typed}")
        expect(lowest).to_have_value(typed)
    for before, address in (("2", "/list?price_min=2"), ("", "/list")):
        visit.go_back()
        expect(visit).to_have_url(f"{ORIGIN}{address}")
        expect(lowest).to_have_value(before)


def test_sorting_keeps_the_filters_and_leaves_empty_fields_out_of_the_address(visit: Page) -> None:
    visit.set_viewport_size({"width": 1440, "height": 900})
    visit.goto(f"{ORIGIN}/list?county=mengzi")
    visit.locator("#sort").select_option("price")
    expect(visit).to_have_url(f"{ORIGIN}/list?county=mengzi&sort=price")


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
