"""One market and one browser for all tests that look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.services import SERVICES
from tests.e2e.market import FLAGS
from tests.integration.scripts.test_market import Market, two_free_ports


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
    settings = {"PORT": str(two_free_ports()), "DATA_DIR": str(folder / "data"), "SINGLE_WINDOW_STEP_SECONDS": "0.5"}
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
