"""How often a phone works out styles and layout for a page: counted, for time on a shared machine says little.

A container query on each card once cost 2,342 style recalculations and four seconds in which nothing could be touched.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser, Request, Route

from tests.e2e.test_every_page import LANGUAGES, PUBLIC

pytestmark = pytest.mark.slow
# Pages take 3 to 9 of each: pictures arrive one by one, on a busy machine each with a round of its own.
MOST_STYLES: Final = 30
MOST_LAYOUTS: Final = 30


MOST_SHIFTED: Final = 0.03
NOTE_SHIFTS: Final = """window.shifted = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })
    .observe({ type: "layout-shift", buffered: true });"""
# A Chinese page holds Vietnamese names, which are no reason to fetch a font for them.
FONTS: Final = {"zh-hans": 0, "vi": 4}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_public_page_is_laid_out_in_a_few_rounds(chromium: Browser, base: str, language: str) -> None:
    wrong: list[tuple[object, ...]] = []
    for path in PUBLIC:
        counted, fonts = _opened(chromium, f"{base}/{language}/{path}")
        assert counted["Nodes"] > 200, f"{path} is no page at all"
        if counted["RecalcStyleCount"] > MOST_STYLES or counted["LayoutCount"] > MOST_LAYOUTS:
            wrong.append((path, counted["RecalcStyleCount"], counted["LayoutCount"]))
        if len(fonts) > FONTS[language]:
            wrong.append((path, *fonts))
    assert not wrong


def test_nothing_moves_when_a_font_comes_late(chromium: Browser, base: str) -> None:
    """A heading that broke anew moved all that a thumb was about to touch: 0.17 on the page of a county."""
    for path in ("", "goods/", "counties/mengzi/", "stories/"):
        page = chromium.new_page(viewport={"width": 412, "height": 823})
        try:
            page.route("**/*.woff2", _late)
            page.add_init_script(NOTE_SHIFTS)
            page.goto(f"{base}/vi/{path}")
            page.wait_for_load_state("networkidle")
            assert page.evaluate("shifted") <= MOST_SHIFTED, path
        finally:
            page.close()


def _late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(500)
    route.continue_()


def _opened(browser: Browser, address: str) -> tuple[dict[str, float], list[str]]:
    """Return what Chromium counted while it opened a page, and the fonts that the page asked for."""
    # A mid-range phone, as Lighthouse plays it.
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75, is_mobile=True)
    fonts: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "font":
            fonts.append(request.url)

    try:
        page = context.new_page()
        page.on("request", note)
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}, fonts
    finally:
        context.close()
