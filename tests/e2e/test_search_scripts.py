"""The search field and the price slider in a real browser: keys, input methods, late answers, what stays in it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import ORIGIN, Site


def test_suggestions_are_a_combobox_for_the_keyboard(visit: Page, site: Site) -> None:
    site.suggestions = [
        {"name": "Red rice", "url": "/good", "detail": "1.80 USD"},
        {"name": "Yuanyang", "url": "/list"},
    ]
    visit.clock.install(time=0)
    visit.goto(f"{ORIGIN}/list")
    visit.clock.pause_at(60)  # so that a busy machine does not type slowly
    field = visit.get_by_role("combobox", name="Search")
    field.press_sequentially("red")
    visit.clock.run_for(1_000)
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
    site.asked.clear()  # who types slowly was offered suggestions
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
