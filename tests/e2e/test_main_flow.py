"""A good goes the whole way: found in Vietnamese, ordered, confirmed, handed to customs, its receipts read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.market import BUYER, POMEGRANATE, PRODUCER, Visit, password, visit
from tests.integration.scripts.test_market import Market

pytestmark = pytest.mark.slow


def order_pomegranates(seen: Visit) -> str:
    """Search without diacritics, fill the basket as a visitor, sign in, order. Return the order's number."""
    seen.open("/vi/")
    seen.page.fill("input[name=q]", "luu mong tu")
    seen.page.press("input[name=q]", "Enter")
    seen.page.locator(f"main a[href*='{POMEGRANATE}']").first.click()
    seen.page.locator("main form[action$='/basket/add/'] button:not([type=button], [formmethod])").first.click()
    expect(seen.page.locator("main h1")).to_have_text("Giỏ hàng")
    seen.page.click("button[name=order]")
    seen.page.fill("input[name=login]", BUYER)
    seen.page.fill("input[name=password]", password())
    seen.page.click("main form button[type=submit]")
    expect(seen.page.locator("main h1")).to_have_text("Xác nhận đơn hàng")
    seen.page.click("form#page-form button[type=submit]")
    expect(seen.page).to_have_url(re.compile(r"/vi/orders/HK[0-9A-Z]{11}/"))
    return seen.page.url.rstrip("/").rsplit("/", 1)[1]


def confirm(chromium: Browser, base: str, number: str) -> None:
    with visit(chromium, base, width=390) as seen:
        seen.sign_in(PRODUCER, "zh-hans")
        seen.open(f"/zh-hans/producer/orders/{number}-1/")
        seen.press(seen.page.locator("main a[href$='/confirm/']"))
        seen.press(seen.page.locator("main form[method=post] button[type=submit]"))
        expect(seen.page.locator("main")).to_contain_text("您已确认")
        assert not seen.faults


def arrivals(market: Market, number: str) -> list[object]:
    status, body = market.ask("/control/messages", port=market.port + 1)
    assert status == 200
    return re.findall(rf'"{number}-1"', body)


def test_an_order_crosses_the_border_though_the_single_window_was_away(
    chromium: Browser, base: str, started: Market
) -> None:
    assert started.single_window("stop")[0] == 0
    try:
        with visit(chromium, base) as seen:
            number = order_pomegranates(seen)
            confirm(chromium, base, number)
            seen.page.reload()
            expect(seen.page.locator("main")).to_contain_text("Chúng tôi đang gửi")
            assert started.single_window("start")[0] == 0
            expect(seen.page.locator("main")).to_contain_text("Đơn hàng đã có trong hệ thống hải quan", timeout=60_000)
            assert len(arrivals(started, number)) == 1
            assert not seen.faults
    finally:
        started.single_window("start")
