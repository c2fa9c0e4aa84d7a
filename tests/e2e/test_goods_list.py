"""The list of goods as a buyer sees it: how many at once, and a table that stays chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.market import visit

pytestmark = pytest.mark.slow
# Goods whose price stands above the fold: what a buyer needs to see of one.
ABOVE_THE_FOLD = """() => [...document.querySelectorAll(".goods-grid .card .price b")]
    .filter((price) => price.getBoundingClientRect().bottom <= innerHeight).length"""
# How far the rail of filters reaches below the goods that it filters.
EMPTY_SIDE = """() => {
    const foot = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
    return foot("#filters") - foot("#results");
}"""


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_six_goods_or_more_stand_above_the_fold(chromium: Browser, base: str, language: str) -> None:
    with visit(chromium, base, width=1440, height=900) as seen:
        seen.open(f"/{language}/goods/")
        assert seen.page.evaluate(ABOVE_THE_FOLD) >= 6


def test_filters_reach_no_screen_further_than_what_they_filter(chromium: Browser, base: str) -> None:
    with visit(chromium, base, width=1440, height=900) as seen:
        for path in ("/vi/goods/?category=tea-coffee", "/vi/search/?q=shiliu", "/zh-hans/search/?q=tra"):
            seen.open(path)
            assert seen.page.evaluate(EMPTY_SIDE) < 500, path
            last = seen.page.locator("#filters input").last
            last.focus()
            expect(last).to_be_in_viewport()


@pytest.mark.parametrize("has_script", [True, False])
def test_the_table_stays_chosen(chromium: Browser, base: str, *, has_script: bool) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=has_script)
    try:
        page = context.new_page()
        page.goto(f"{base}/vi/goods/")
        page.locator(".views a").nth(1).click()
        expect(page.locator(".goods-table")).to_be_visible()
        page.goto(f"{base}/vi/search/?q=tra")
        expect(page.locator(".goods-table")).to_be_visible()
        page.goto(f"{base}/zh-hans/goods/")
        row = page.locator(".goods-table form").first
        row.locator("button").click()
        page.wait_for_url("**/zh-hans/goods/?*")
        expect(page.locator(".goods-table")).to_be_visible()
        page.locator(".views a").nth(0).click()
        expect(page.locator(".goods-grid")).to_be_visible()
    finally:
        context.close()
