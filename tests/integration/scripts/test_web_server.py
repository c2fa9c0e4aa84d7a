"""gunicorn under our settings: what it takes from a client, and what it says where the market is not asked at all."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scripts.environment import ROOT
from tests.integration.scripts.processes import wait
from tests.ports import free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    data: Path = tmp_path_factory.mktemp("web-server")
    chosen = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:scripts.web_server"]
    given = {
        **os.environ,
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'none.sqlite3'}",
        "CACHE_URL": "local://",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "WEB_WORKERS": "1",
    }
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{chosen}", "config.wsgi:application"],
            cwd=ROOT, env=given, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        wait(lambda: answers(chosen) or server.poll() is not None, 120)
        assert server.poll() is None, (data / "log").read_text()
        yield chosen
    finally:
        server.terminate()
        server.wait(20)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, str | None]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Location"]


def test_nobody_says_where_the_site_stands(port: int) -> None:
    for name, value in (("Accept", "*/*"), ("SCRIPT_NAME", "/evil"), ("SCRIPT-NAME", "/evil"), ("SCRIPT_NAME", "/vi")):
        asked = ask(port, "/vi/account/", {name: value})
        assert asked == (302, "/vi/account/login/?next=/vi/account/"), (name, value)
    assert ask(port, "/vi/account/", {"PATH_INFO": "/x"}) == (302, "/vi/account/login/?next=/vi/account/")


@pytest.mark.parametrize(("path", "status"), [("/vi/goods/?q=" + "x" * 9_000, 414), ("/\x7f", 400)])
def test_what_gunicorn_itself_refuses_bears_the_headers_of_the_site(port: int, path: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n".encode("latin-1"))
        said = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    head, _, body = said.partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert "Content-Security-Policy: default-src 'none'" in head
    assert "X-Frame-Options: DENY" in head
    assert "X-Content-Type-Options: nosniff" in head
    assert {'lang="vi"', 'lang="zh-Hans"', 'lang="en"'} <= {
        word.strip("><") for word in body.replace(">", " ").split()
    }
    assert "xxx" not in body
