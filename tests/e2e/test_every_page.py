"""Every page of ours: nothing for axe to find, no word of another language, no foreign host, no console error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.e2e.market import BUYER, POMEGRANATE, PRODUCER, Visit, visit

pytestmark = pytest.mark.slow
LANGUAGES: Final = ("zh-hans", "vi")
RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
PUBLIC: Final = (
    "",
    "goods/",
    "goods/?category=fresh-fruit&gi=1",
    "goods/?view=table",
    f"goods/{POMEGRANATE}/",
    "goods/gejiu-tin-tea-caddy/",
    "counties/",
    "counties/mengzi/",
    "producers/",
    "producers/mz-guoyuan/",
    "search/?q=shiliu",
    "search/?q=zzzzzz",
    "search/?q=tra&currency=VND&price_max=900000&month=11",
    "search/?q=tra&gi=1&cold_chain=1",
    "search/?q=hongmi+zzz",
    "basket/",
    "stories/",
    "stories/hani-terraces-red-rice/",
    "centres/",
    "centres/mengzi-centre/",
    "fairs/",
    "training/",
    "policies/",
    "nothing-lies-here/",
    "account/login/",
    "account/signup/",
    "account/password/reset/",
)
OF_A_BUYER: Final = (
    "account/",
    "account/searches/",
    "account/searches/save/?q=tr%C3%A0&gi=1",
    "account/2fa/",
    "account/password/change/",
    "account/email/",
    "orders/",
    "basket/",
)
OF_A_PRODUCER: Final = ("producer/orders/", "producer/goods/", "producer/goods/HH-MZ-001/")

# Text that stands on the page in a script that its language does not have, outside an element that says so.
STRAY: Final = """(language) => {
    const han = /[\\u3400-\\u9fff]/, viet = /[ăđơưĂĐƠƯ\\u1EA0-\\u1EF9]/;
    const wrong = language.startsWith("zh") ? viet : han;
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, element = node.parentElement;
        if (!element || element.closest("script, style, template")) continue;
        const own = element.closest("[lang]")?.getAttribute("lang") ?? language;
        if (own === document.documentElement.lang && wrong.test(node.data)) found.push(node.data.trim().slice(0, 60));
    }
    return found;
}"""


def look(seen: Visit, paths: Sequence[str], language: str) -> list[str]:
    """Return what is wrong, page by page."""
    wrong: list[str] = []
    for path in paths:
        seen.open(f"/{language}/{path}")
        if path == "nothing-lies-here/":
            seen.faults.clear()
        seen.page.wait_for_load_state("networkidle")
        findings: dict[str, Any] = Axe().run(seen.page, options=RULES).response
        wrong += [
            f"{path}: {one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in findings["violations"]
        ]
        wrong += [f"{path}: {text!r}" for text in seen.page.evaluate(STRAY, language)]
        overflow = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{path}: {overflow} px wider than the screen"] if overflow > 0 else []
        wrong += [f"{path}: {fault}" for fault in seen.faults]
        seen.faults.clear()
    return wrong


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(chromium: Browser, base: str, language: str, width: int) -> None:
    with visit(chromium, base, width=width) as seen:
        assert not look(seen, PUBLIC, language)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_buyer(chromium: Browser, base: str, language: str, width: int) -> None:
    with visit(chromium, base, width=width) as seen:
        seen.sign_in(BUYER, language)
        assert not look(seen, OF_A_BUYER, language)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_producer(chromium: Browser, base: str, language: str, width: int) -> None:
    with visit(chromium, base, width=width) as seen:
        seen.sign_in(PRODUCER, language)
        assert not look(seen, OF_A_PRODUCER, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_kiosk(chromium: Browser, base: str, language: str) -> None:
    with visit(chromium, base, width=1080, height=1920) as seen:
        seen.open("/kiosk/")
        seen.press(seen.page.locator(f"form[action$='/{language}/'] button"))
        wrong: list[str] = []
        for path in ("goods/", f"goods/{POMEGRANATE}/", "goods/gejiu-tin-tea-caddy/", "list/"):
            seen.open(f"/kiosk/{path}")
            seen.page.wait_for_load_state("networkidle")
            findings: dict[str, Any] = Axe().run(seen.page, options=RULES).response
            wrong += [
                f"{path}: {one['id']}: {[node['target'] for node in one['nodes']][:3]}"
                for one in findings["violations"]
            ]
            wrong += [f"{path}: {text!r}" for text in seen.page.evaluate(STRAY, language)]
        assert not wrong + seen.faults
