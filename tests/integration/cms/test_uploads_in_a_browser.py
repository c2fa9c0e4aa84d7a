"""A document of an editor, opened in a real browser: it comes as a file and runs nothing on the market's origin."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection

from cms.blocks.models import SiteDocument
from marketplace.catalog.models import StorefrontRevision
from scripts.environment import ROOT
from scripts.services import SERVICES
from tests.integration.cms.hostile_files import SVG

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
SPY = b'<!doctype html><title>x</title><script>document.title = "ran"; fetch("/vi/account/");</script>'


def answer(client: Client, path: str) -> dict[str, Any]:
    response: Any = client.get(path)
    body = b"".join(response) if response.streaming else response.content
    return {"status": response.status_code, "headers": dict(response.headers), "body": base64.b64encode(body).decode()}


def look(answers: dict[str, Any], folder: Path) -> dict[str, Any]:
    (folder / "answers.json").write_text(json.dumps(answers))
    command = [sys.executable, "-m", "tests.integration.cms.look_at_files", SERVICES["browser"].address]
    done = subprocess.run(
        [*command, str(folder / "answers.json")], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_that_was_uploaded_runs_on_the_markets_origin(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    StorefrontRevision.objects.get_or_create(pk=1)
    root = Collection.get_first_root_node()
    documents = [
        SiteDocument.objects.create(title=name, file=ContentFile(data, name=name), collection=root).url
        for name, data in (("x.html", SPY), ("x.svg", SVG), ("x.xhtml", SPY), ("x.pdf", SPY), ("x.txt", SPY))
    ]
    media = {"documents/x.html": SPY, "images/x.html": SPY, "images/x.svg": SVG, "images/x.jpg": SPY}
    for name, data in media.items():
        path = tmp_path / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    answers = {path: answer(client, path) for path in (*documents, *(f"/media/{name}" for name in media))}
    inline = {"status": 200, "headers": {"Content-Type": "text/html"}, "body": base64.b64encode(SPY).decode()}
    seen = look(answers | {"/as-it-was/": inline}, tmp_path)
    assert seen["pages"].pop("/as-it-was/")["title"] == "ran"  # the spy works where nothing stops it
    assert seen["asked"].count("/vi/account/") == 1
    for path, page in seen["pages"].items():
        assert page["title"] != "ran", path
        assert page["id"] != "ran", path
    for path in documents:
        assert seen["pages"][path]["downloads"] == [path.rpartition("/")[2]]
