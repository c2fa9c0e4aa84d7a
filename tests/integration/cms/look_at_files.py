"""Open addresses in Chromium and print what became of each; started by ``test_uploads_in_a_browser``.

A process of its own: Playwright's loop and the test's database do not share a thread. The browser's requests are
answered with what the market answered before, headers and all; the browser obeys them as it would from a server.

Usage: look_at_files.py PROGRAM ANSWERS.json
"""

from __future__ import annotations

import base64
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Route, sync_playwright

from tests.e2e.market import FLAGS

ORIGIN = "https://market.test"


def main(program: str, answers: Path) -> None:
    known: dict[str, Any] = json.loads(answers.read_text(encoding="utf-8"))
    asked: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        asked.append(path)
        found = known.get(path, {"status": 200, "headers": {}, "body": ""})
        body = base64.b64decode(found["body"])
        route.fulfill(status=found["status"], headers=found["headers"], body=body)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        said = {}
        for path in known:
            page = browser.new_page()
            page.route(f"{ORIGIN}/**", answer)
            said[path] = _look(page, path)
            page.close()
        browser.close()
    sys.stdout.write(json.dumps({"pages": said, "asked": asked}))


def _look(page: Page, path: str) -> dict[str, object]:
    names: list[str] = []
    page.on("download", lambda download: names.append(download.suggested_filename))
    with suppress(Error):  # how Playwright says that nothing was shown
        page.goto(ORIGIN + path)
    page.wait_for_timeout(200)
    return {"title": page.title(), "id": page.evaluate("document.documentElement.id"), "downloads": names}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
