"""On a phone: nothing too small to read, nothing to be pushed aside before it can be seen, nothing cut off."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.e2e.market import BUYER, POMEGRANATE, PRODUCER, Visit, visit
from tests.e2e.test_every_page import OF_A_BUYER, OF_A_PRODUCER, PUBLIC
from tests.e2e.test_main_flow import order_pomegranates

pytestmark = pytest.mark.slow
LANGUAGES: Final = ("zh-hans", "vi")
SMALLEST: Final = 14
FOOT: Final = 860
MORE: Final = (
    "fairs/double-eleven-2026/", "counties/hekou/", "policies/credit-grades/", "training/", "nothing-lies-here/",
)  # fmt: skip

# Every piece of text that is seen, at the size at which it is seen: what is drawn in a picture is scaled with it.
TOO_SMALL: Final = """(smallest) => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element) continue;
        if (element.closest("script, style, noscript, .visually-hidden")) continue;
        if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
        const scale = element instanceof SVGGraphicsElement ? element.getScreenCTM().a : 1;
        const size = parseFloat(getComputedStyle(element).fontSize) * scale;
        if (size < smallest - 0.05) found.add(`${size.toFixed(1)} px: ${walker.currentNode.data.trim().slice(0, 40)}`);
    }
    return [...found];
}"""

# Cells of this month that lie outside the screen, or in a box that has to be pushed.
HIDDEN_MONTHS: Final = """() => [...document.querySelectorAll(".season .now")].filter((cell) => {
    const box = cell.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || box.width < 8;
}).length"""

# Boxes that have to be pushed sideways before all in them is seen.
PUSHED: Final = """() => [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => box.getAttribute("aria-label"))"""

CUT: Final = """() => [...document.querySelectorAll(":is(.site-head, .phone-head) :not(input)")].filter((one) =>
    getComputedStyle(one).textOverflow === "ellipsis" && one.scrollWidth > one.clientWidth
).map((one) => one.textContent.trim())"""


def look(seen: Visit, paths: tuple[str, ...], language: str) -> list[str]:
    wrong: list[str] = []
    for path in paths:
        seen.open(f"/{language}/{path}")
        wrong += [f"{path}: {text}" for text in seen.page.evaluate(TOO_SMALL, SMALLEST)]
        hidden = seen.page.evaluate(HIDDEN_MONTHS)
        wrong += [f"{path}: {hidden} cells of this month are out of sight"] if hidden else []
        wrong += [f"{path}: cut off: {text}" for text in seen.page.evaluate(CUT)]
        foot = seen.page.evaluate("document.querySelector('.site-foot')?.offsetHeight ?? 0")
        wrong += [f"{path}: a footer of {foot} px"] if foot > FOOT else []
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(chromium: Browser, base: str, language: str) -> None:
    with visit(chromium, base, width=390, height=844) as seen:
        assert not look(seen, (*PUBLIC, *MORE), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_people(chromium: Browser, base: str, language: str) -> None:
    for email, paths in ((BUYER, OF_A_BUYER), (PRODUCER, OF_A_PRODUCER)):
        with visit(chromium, base, width=390, height=844) as seen:
            seen.sign_in(email, language)
            assert not look(seen, paths, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_goods_and_total_stand_before_the_order_button(chromium: Browser, base: str, language: str) -> None:
    with visit(chromium, base, width=390, height=844) as seen:
        seen.sign_in(BUYER, language)
        seen.open(f"/{language}/goods/{POMEGRANATE}/")
        seen.press(seen.page.locator("#buy button.button-block"))
        seen.open(f"/{language}/checkout/")
        button = seen.page.locator("#page-form button[type=submit]").bounding_box()
        total = seen.page.locator("aside .total").first.bounding_box()
        assert button
        assert total
        assert total["y"] < button["y"]


def test_an_order_is_read_without_pushing(chromium: Browser, base: str) -> None:
    with visit(chromium, base, width=390) as seen:
        number = order_pomegranates(seen)
        wrong = [text for language in LANGUAGES for text in look(seen, (f"orders/{number}/",), language)]
        wrong += seen.page.evaluate(PUSHED)
    with visit(chromium, base, width=390) as seen:
        seen.sign_in(PRODUCER, "vi")
        part = f"producer/orders/{number}-1/"
        for path in (part, f"{part}confirm/", f"{part}decline/"):
            wrong += look(seen, (path,), "vi") + seen.page.evaluate(PUSHED)
    assert not wrong, "\n".join(wrong)


def test_the_orders_are_two_touches_away(chromium: Browser, base: str) -> None:
    with visit(chromium, base, width=390, height=844) as seen:
        seen.sign_in(BUYER, "vi")
        seen.open("/vi/goods/")
        seen.page.locator(".menu > summary").click()
        assert "Công ty TNHH" in seen.page.locator(".menu p").inner_text()
        seen.press(seen.page.locator(".menu a[href='/vi/orders/']"))
        assert seen.page.locator(".side-nav [aria-current=page]").get_attribute("href") == "/vi/orders/"


def test_a_slash_stays_with_the_step_before_it(chromium: Browser, base: str) -> None:
    for width in (320, 390, 768):
        with visit(chromium, base, width=width) as seen:
            seen.open(f"/vi/goods/{POMEGRANATE}/")
            starts = seen.page.evaluate(
                "[...document.querySelectorAll('.crumbs li')].map((one) => getComputedStyle(one, '::before').content)"
            )
            assert set(starts) == {"none"}


def test_the_rail_of_filters_is_no_longer_than_the_screen(chromium: Browser, base: str) -> None:
    with visit(chromium, base, width=1440, height=900) as seen:
        seen.open("/vi/goods/?county=hekou")
        rail, results = (seen.page.locator(name).bounding_box() for name in ("#filters", "#results"))
        assert rail
        assert results
        assert rail["height"] <= max(900, results["height"])
