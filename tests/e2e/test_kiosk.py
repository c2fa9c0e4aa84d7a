"""The kiosk at 1080 x 1920: look, choose, take the list home on a phone; gone after a minute of rest."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.market import BUYER, POMEGRANATE, visit

pytestmark = pytest.mark.slow


def test_a_list_goes_from_the_kiosk_to_a_phone_and_a_second_scan_changes_nothing(chromium: Browser, base: str) -> None:
    with visit(chromium, base, width=1080, height=1920) as kiosk, visit(chromium, base, width=390) as phone:
        kiosk.open("/kiosk/")
        kiosk.press(kiosk.page.locator("form[action$='/vi/'] button"))
        kiosk.open(f"/kiosk/goods/{POMEGRANATE}/")
        kiosk.press(kiosk.page.locator("form[action$='/list/add/'] button").first)
        kiosk.press(kiosk.page.locator("form[action$='/hand-over/'] button"))
        code = kiosk.page.locator(".code").inner_text().replace("-", "")
        assert kiosk.page.locator(".qr img").evaluate("image => image.naturalWidth") > 0
        for _scan in range(2):
            phone.open(f"/kiosk/take/{code}/")
            expect(phone.page).to_have_url(re.compile(r"/vi/basket/$"))
            expect(phone.page.locator("input[name^=quantity-]")).to_have_value("500")
        assert not kiosk.faults + phone.faults


def test_after_sixty_seconds_of_rest_nothing_of_the_visit_is_left(chromium: Browser, base: str) -> None:
    with visit(chromium, base, width=1080, height=1920) as kiosk:
        kiosk.page.clock.install()
        kiosk.open("/kiosk/")
        kiosk.press(kiosk.page.locator("form[action$='/zh-hans/'] button"))
        kiosk.open(f"/kiosk/goods/{POMEGRANATE}/")
        kiosk.press(kiosk.page.locator("form[action$='/list/add/'] button").first)
        kiosk.page.clock.run_for(46_000)
        expect(kiosk.page.locator("dialog#rest")).to_be_visible()
        kiosk.page.locator("[data-stay]").click()
        expect(kiosk.page.locator("dialog#rest")).to_be_hidden()
        kiosk.page.clock.run_for(61_000)
        expect(kiosk.page).to_have_url(re.compile(r"/kiosk/$"))
        kiosk.open("/kiosk/list/")
        expect(kiosk.page).to_have_url(re.compile(r"/kiosk/$"))


def test_a_screen_whose_server_is_away_at_the_wipe_shows_nothing_and_opens_by_itself(
    chromium: Browser, base: str
) -> None:
    with visit(chromium, base, width=1080, height=1920) as kiosk:
        kiosk.page.clock.install()
        kiosk.open("/kiosk/")
        kiosk.press(kiosk.page.locator("form[action$='/vi/'] button"))
        kiosk.open(f"/kiosk/goods/{POMEGRANATE}/")
        kiosk.press(kiosk.page.locator("form[action$='/list/add/'] button").first)
        expect(kiosk.page.locator(".k-lines li")).to_have_count(1)
        kiosk.page.context.set_offline(True)
        kiosk.page.clock.run_for(61_000)
        expect(kiosk.page.locator(".k-cleared")).to_be_visible()
        expect(kiosk.page.locator(".k-lines")).to_have_count(0)
        kiosk.page.context.set_offline(False)
        kiosk.page.clock.run_for(4_000)
        expect(kiosk.page).to_have_url(re.compile(r"/kiosk/$"))
        expect(kiosk.page.locator(".gate")).to_be_visible()
        kiosk.open("/kiosk/list/")
        expect(kiosk.page).to_have_url(re.compile(r"/kiosk/$"))


def test_a_buyer_who_looks_at_the_touch_screen_stays_signed_in(chromium: Browser, base: str) -> None:
    with visit(chromium, base) as buyer:
        buyer.sign_in(BUYER)
        buyer.open("/kiosk/")
        buyer.press(buyer.page.locator("form[action$='/vi/'] button"))
        buyer.press(buyer.page.locator("form[action$='/wipe/'] button:visible").first)
        buyer.open("/vi/account/")
        expect(buyer.page).to_have_url(re.compile(r"/vi/account/$"))
