"""One market and one browser for all tests that look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from marketplace.storefront import revision
from marketplace.storefront.exchange import Exchange
from marketplace.web.process_cache import fragments
from scripts.services import SERVICES
from tests import database_templates
from tests.e2e.market import FLAGS
from tests.e2e.site import ORIGIN, Site
from tests.integration.scripts.test_market import Market
from tests.ports import free_port


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as ``scripts/run`` starts it: web server, worker and single-window simulator.

    ``RUNNING_MARKET`` names the DATA_DIR of one that runs already on ``PORT``, so that a single test need not wait.
    """
    folder = tmp_path_factory.mktemp("seen")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    if running := os.environ.get("RUNNING_MARKET"):
        yield Market(kept | {"PORT": os.environ["PORT"], "DATA_DIR": running}, folder / "said")
        return
    settings = {"PORT": str(free_port()), "DATA_DIR": str(folder / "data"), "SINGLE_WINDOW_STEP_SECONDS": "0.5"}
    # That it also begins with no tables is tried in the tests of ``scripts/run``.
    (folder / "data").mkdir()
    shutil.copy(database_templates.sqlite(), folder / "data" / "honghe.sqlite3")
    market = Market(kept | settings, folder / "said")
    market.start()
    yield market
    market.stop()


@pytest.fixture(scope="session")
def base(started: Market) -> str:
    return f"http://127.0.0.1:{started.port}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SERVICES["browser"].address, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    """Components in English, and one rate of exchange."""
    monkeypatch.setattr(revision, "current", lambda: 1)
    fragments.remember(("exchanges", 1), lambda: {"VND": Exchange("VND", Decimal(26300))})
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
