"""A search is kept with two clicks, is in the account afterwards, and its page tells of itself once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.e2e.market import BUYER, Visit

pytestmark = pytest.mark.slow
# As a person's browser names itself: what says "headless" is taken for a robot and not counted.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def seen(chromium: Browser, base: str) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, user_agent=AGENT)
    yield Visit(context.new_page(), base)
    context.close()


@pytest.fixture
def told(seen: Visit) -> list[dict[str, str]]:
    """What the page told the site of its searches, in order."""
    notes: list[dict[str, str]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/search-log/"):
            notes.append({name: values[0] for name, values in parse_qs(request.post_data or "").items()})

    seen.page.on("request", note)
    return notes


def test_a_search_is_saved_found_again_and_deleted(seen: Visit) -> None:
    page = seen.page
    seen.sign_in(BUYER)
    seen.open("/vi/search/?q=th%E1%BA%A1ch+l%E1%BB%B1u&gi=1")
    page.get_by_role("link", name="Lưu tìm kiếm này").click()
    page.get_by_label("Tên").fill("Lựu Mông Tự")
    expect(page.get_by_label("Gửi thư cho tôi khi có hàng mới phù hợp")).to_be_checked()
    page.get_by_role("button", name="Lưu tìm kiếm này").click()
    expect(page.get_by_text("Đã lưu tìm kiếm.")).to_be_visible()
    page.get_by_role("link", name="Lựu Mông Tự").click()
    expect(page).to_have_url(f"{seen.base}/vi/search/?q=th%E1%BA%A1ch+l%E1%BB%B1u&gi=1")
    seen.open("/vi/account/searches/")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Lựu Mông Tự"))
    card.get_by_role("button", name="Xóa tìm kiếm này").click()
    expect(page.get_by_text("Đã xóa tìm kiếm.")).to_be_visible()
    expect(page.get_by_role("link", name="Lựu Mông Tự")).to_have_count(0)
    assert not seen.faults


def test_a_page_tells_once_that_it_was_seen_and_what_was_opened_first(seen: Visit, told: list[dict[str, str]]) -> None:
    page = seen.page
    seen.sign_in(BUYER)
    seen.open("/vi/search/?q=tr%C3%A0")
    page.wait_for_function("sessionStorage.getItem('search-log')")
    page.locator(".goods-grid > li").nth(1).get_by_role("link").click()
    page.wait_for_url("**/vi/goods/*/")
    page.go_back()
    page.locator(".goods-grid > li").nth(0).get_by_role("link").click()
    page.wait_for_url("**/vi/goods/*/")
    assert [one.get("position") for one in told] == [None, "2"]
    assert told[0]["note"] == told[1]["note"]
    seen.open("/vi/account/searches/")
    expect(page.locator("a.chip").get_by_text("trà", exact=True)).to_be_visible()
    assert not seen.faults


def test_a_filter_without_a_load_tells_of_its_own_results_and_is_saved_with_them(
    seen: Visit, told: list[dict[str, str]]
) -> None:
    page = seen.page
    seen.page.set_viewport_size({"width": 1440, "height": 900})
    seen.open("/vi/search/?q=tr%C3%A0")
    page.wait_for_function("sessionStorage.getItem('search-log')")
    page.locator("input[name=gi]").check()
    page.wait_for_url("**gi=1**")
    expect(page.get_by_role("link", name="Lưu tìm kiếm này")).to_have_attribute("href", re.compile("gi=1"))
    page.wait_for_function("JSON.parse(sessionStorage.getItem('search-log')).length === 2")
    assert len({one["note"] for one in told}) == 2
    assert not seen.faults
