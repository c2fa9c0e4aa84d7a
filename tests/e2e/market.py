"""The whole market, started as a person starts it, and a browser to look at it with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from scripts.environment import ROOT

FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BUYER: Final = "lan.nguyen@example.com"
PRODUCER: Final = "liugu.owner@example.net"
OPERATOR: Final = "operator@example.com"
POMEGRANATE: Final = "mengzi-sweet-pomegranate-tianluzi-variety"


def password() -> str:
    """The one of every demonstration sign-in."""
    data = ROOT / "marketplace" / "demonstration" / "demo.json"
    return str(json.loads(data.read_text(encoding="utf-8"))["password"])


@dataclass
class Visit:
    """One browser window's page, and what it did that no page of ours may do."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._own(request.url))

    def _own(self, address: str) -> None:
        if urlsplit(address).scheme in {"http", "https"} and not address.startswith(self.base):
            self.faults.append(f"asked a foreign host: {address}")

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, button: Locator) -> None:
        """Press what leads to another page, and wait until that one is there with all its pictures."""
        with self.page.expect_navigation():
            button.click()

    def sign_in(self, email: str, language: str = "vi") -> None:
        self.open(f"/{language}/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password())
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(lambda address: "/login" not in address)


@contextmanager
def visit(browser: Browser, base: str, *, width: int = 1440, height: int = 900) -> Iterator[Visit]:
    """Open a window of its own: its cookies are nobody else's."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height})
    try:
        yield Visit(context.new_page(), base)
    finally:
        context.close()
