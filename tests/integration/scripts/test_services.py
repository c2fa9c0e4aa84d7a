"""Whether a service is there is found out by asking it, and whatever else answers at its address is not it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deployment.elasticsearch import distribution
from scripts import services, suite
from scripts.environment import Trouble
from tests.ports import free_port


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "is_there"),
    [
        (200, b'{"version": {"number": "8.19.8"}}', True),
        (200, b'{"version": {"number": "7.17.0"}}', False),
        (200, b'{"version": null}', False),
        (200, b"[]", False),
        (200, b"<html>", False),
        (200, b"\xff\xfe", False),
        (401, b"{}", False),
        (503, b'{"version": {"number": "8.19.8"}}', False),
    ],
)
def test_only_an_elasticsearch_of_our_version_is_one(
    monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, is_there: bool
) -> None:
    with answering(status, body) as address:
        monkeypatch.setenv("TEST_ELASTICSEARCH_URL", address)
        assert services.SERVICES["elasticsearch"].is_there is is_there


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "nonsense", "ftp://127.0.0.1", "http://127.0.0.1:x"])
def test_an_address_where_nothing_answers_is_named_with_the_variable(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("TEST_ELASTICSEARCH_URL", address.format(port=free_port()))
    service = services.SERVICES["elasticsearch"]
    assert not service.is_there
    assert service.address in service.absence
    assert "TEST_ELASTICSEARCH_URL" in service.absence


def test_nodes_of_our_own_need_the_server_and_a_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELASTICSEARCH_HOME_DIR", str(tmp_path))
    service = services.SERVICES["elasticsearch_nodes"]
    monkeypatch.setattr(services, "find_java", lambda: Path("/usr/bin/java"))
    assert not service.is_there
    needed = distribution.home(tmp_path) / distribution.NEEDED_FILE
    needed.parent.mkdir(parents=True)
    needed.touch()
    assert service.is_there

    def none() -> Path:
        raise Trouble("no Java")

    monkeypatch.setattr(services, "find_java", none)
    assert not service.is_there


@pytest.mark.parametrize("has_postgresql", [True, False])
def test_everything_runs_on_one_database_and_what_differs_on_both(
    monkeypatch: pytest.MonkeyPatch, has_postgresql: bool
) -> None:
    monkeypatch.setitem(
        services.SERVICES, "postgresql", services.Service("P", "P_URL", "", lambda _address: has_postgresql)
    )
    done = [run for run in suite.runs() if run.service is None or run.service.is_there or run.name == "Chromium"]
    marks = {run.name: run.arguments[run.arguments.index("-m") + 1] for run in done}
    if has_postgresql:
        assert (marks["PostgreSQL"], marks["SQLite"]) == (
            "not browser",
            "differs and not elasticsearch and not postgresql",
        )
    else:
        assert (sorted(marks), marks["SQLite"]) == (["Chromium", "SQLite"], "not browser and not postgresql")
