"""The market as real programs over a folder of their own: web servers, a worker, and whoever changes goods."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scripts.environment import ROOT
from tests import database_templates
from tests.factories.accounts import PASSWORD
from tests.integration.search.places import ELASTICSEARCH, EMBEDDED, ElasticsearchPlace
from tests.ports import free_port

OPERATOR: Final = "operator@example.com"
CHANGED: Final = "Gạo đổi tên "
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Programs:
    """``environment``: what makes all of them one market. What was started is ended by ``close``."""

    data: Path
    kind: str
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    place: ElasticsearchPlace | None = None

    @property
    def environment(self) -> dict[str, str]:
        chosen = {"SEARCH_ENGINE": self.kind, "DATA_DIR": str(self.data), "PYTHONWARNINGS": "ignore"}
        if self.place is not None:
            chosen |= {"ELASTICSEARCH_URLS": self.place.address, "ELASTICSEARCH_INDEX_PREFIX": self.place.prefix}
        return (
            os.environ
            | chosen
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "DATABASE_URL": f"sqlite:///{self.data}/honghe.sqlite3",
                "ELASTICSEARCH_SEARCH_SECONDS": "5",
                "WEB_WORKERS": "1",
                "LIMITS_ENABLED": "0",  # one test asks more than a person would
            }
        )

    def run(self, *arguments: str) -> str:
        """Run a program to its end and return what it printed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr[-3_000:]
        return done.stdout

    def start(self, *arguments: str, name: str) -> subprocess.Popen[str]:
        """Start a program whose output the test reads; what it complains of goes to ``<name>.log``."""
        with (self.data / f"{name}.log").open("a") as log:
            program = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.started.append(program)
        return program

    def start_worker(self) -> None:
        """Start the outbox worker and wait until it says that it runs."""
        worker = self.start("manage.py", "outbox_worker", name="worker")
        assert worker.stdout is not None
        assert worker.stdout.readline() == "outbox worker: started\n", (self.data / "worker.log").read_text()

    def start_web_server(self) -> str:
        """Start a web server with one process that answers, and return its address."""
        address = f"127.0.0.1:{free_port()}"
        served = ["-m", "gunicorn", "--config", "python:scripts.web_server", "--bind", address, "config.wsgi"]
        self.start(*served, name=f"web-{len(self.started)}")
        assert eventually(lambda: is_answered(f"http://{address}/health/live"), 60.0)
        return f"http://{address}"

    def close(self) -> None:
        """End what was started, the last first, and wipe the place."""
        for program in reversed(self.started):
            program.terminate()
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
            assert program.stdout is not None
            program.stdout.close()
        if self.place is not None:
            self.place.wipe()


def filled(data: Path, *, goods: int) -> Path:
    """Make the folder of a market with an operator and so many goods, without an index; to be copied."""
    data.mkdir()
    found = Programs(data, EMBEDDED)
    shutil.copy(database_templates.sqlite(), data / "honghe.sqlite3")
    found.run("manage.py", "collectstatic", "--verbosity", "0", "--no-input")
    found.run("-m", "tests.integration.search.acts", "fill", str(goods))
    return data


def prepared(like: Path, data: Path, kind: str) -> Programs:
    """Return a market in a copy of a filled folder, all of its goods in an index of that kind."""
    shutil.copytree(like, data)
    found = Programs(data, kind, place=ElasticsearchPlace("programs") if kind == ELASTICSEARCH else None)
    found.run("manage.py", "search_rebuild")
    return found


@dataclass
class Person:
    """Somebody with a browser's cookies at one web server."""

    base: str
    opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
    )

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def send(self, path: str, values: dict[str, str], *, seen_at: str = "") -> str:
        """Fill in the form of a page (that of ``seen_at`` if given) and return the page after it."""
        token = _TOKEN.search(self.get(seen_at or path))
        assert token is not None
        body = urllib.parse.urlencode(values | {"csrfmiddlewaretoken": token[1]}).encode()
        request = urllib.request.Request(self.base + path, body, headers={"Referer": self.base + path})
        with self.opener.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def sign_in(self) -> None:
        self.send("/zh-hans/account/login/", {"login": OPERATOR, "password": PASSWORD})

    def hits(self, q: str, *, size: int = 24) -> list[dict[str, Any]]:
        """Return what the API finds."""
        query = urllib.parse.urlencode({"q": q, "lang": "vi", "size": size})
        answer: dict[str, Any] = json.loads(self.get(f"/api/v1/search?{query}"))
        return list(answer["hits"])

    def search(self, q: str) -> list[str]:
        """Return the codes of the goods that are found."""
        return [hit["sku"] for hit in self.hits(q) if hit["type"] == "good"]

    def shows(self, sku: str, number: int) -> bool:
        """Tell whether the good is found under the name that the change of this number gave it, or a later one."""
        names = [hit["name"] for hit in self.hits(sku, size=1) if hit["sku"] == sku]
        return any(name.startswith(CHANGED) and int(name.removeprefix(CHANGED)) >= number for name in names)

    def links(self, path: str, pattern: str) -> list[str]:
        """Return what the group of ``pattern`` is in the addresses that a page links to, each once."""
        return list(dict.fromkeys(re.findall(f'href="{pattern}"', self.get(path))))


def is_answered(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


def eventually(check: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.05)
    return check()
