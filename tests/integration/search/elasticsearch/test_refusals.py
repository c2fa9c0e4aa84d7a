"""A cluster that refuses us: one clear line for who runs the market, a degraded page for who visits it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from search import indexing, querying
from search.engines.choice import chosen_elasticsearch
from tests.factories.catalog import GoodFactory

pytestmark = pytest.mark.django_db
SAID = {401: "the account is refused", 403: "the account lacks a right"}


class Door(BaseHTTPRequestHandler):
    """Answers everything as a secured cluster answers whom it does not let in."""

    status = 401
    asked = 0

    def _refuse(self) -> None:
        type(self).asked += 1
        self.rfile.read(int(self.headers.get("content-length") or 0))
        body = json.dumps({"error": {"type": "security_exception", "reason": "no"}, "status": self.status}).encode()
        self.send_response(self.status)
        for name, value in (("X-Elastic-Product", "Elasticsearch"), ("content-type", "application/json")):
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self._refuse
        raise AttributeError(name)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def door(settings: Settings) -> Iterator[type[Door]]:
    handler = type("OwnDoor", (Door,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URLS = [f"http://127.0.0.1:{server.server_port}"]
    settings.ELASTICSEARCH_SEARCH_SECONDS = 5.0
    yield handler
    server.shutdown()
    server.server_close()
    chosen_elasticsearch.cache_clear()


def complaint() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("search_check")
    return str(refused.value)


@pytest.mark.parametrize("status", [401, 403])
def test_who_is_not_let_in_is_told_which_setting_to_look_at(
    door: type[Door], status: int, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    door.status = status
    caplog.set_level(logging.WARNING)
    assert SAID[status] in complaint()
    assert len(complaint().splitlines()) == 1
    for _ in range(4):  # from some time on without asking
        said = client.get("/health/ready").json()
        assert (said["status"], said["checks"]["database"], said["checks"]["search"]) == ("ready", True, False)
        assert said["search"].startswith(SAID[status])
        assert "127.0.0.1" not in said["search"]
    assert not any(record.exc_info for record in caplog.records), "a line, no traceback"


def test_a_cluster_that_refuses_is_not_asked_for_every_visitor(door: type[Door], client: Client) -> None:
    for _ in range(5):
        assert client.get("/en/search/?q=tea").status_code == 200
    asked = door.asked
    for _ in range(20):
        assert "does not answer at the moment" in client.get("/en/search/?q=tea").content.decode()
    assert door.asked == asked


def test_a_certificate_that_cannot_be_trusted_is_called_so(door: type[Door], settings: Settings) -> None:
    """The door speaks no TLS at all, which looks the same from here."""
    settings.ELASTICSEARCH_URLS = [settings.ELASTICSEARCH_URLS[0].replace("http:", "https:")]
    assert "the cluster's certificate cannot be trusted (ELASTICSEARCH_CA_CERT): [SSL: " in complaint()
    assert querying.trouble() == "the cluster's certificate cannot be trusted (ELASTICSEARCH_CA_CERT)"
    assert querying.search(q="tea", lang="vi").degraded


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "nonsense", "https://127.0.0.1:port"])
def test_settings_that_lead_nowhere_are_no_fault_for_visitors(
    door: type[Door], settings: Settings, client: Client, url: str
) -> None:
    settings.ELASTICSEARCH_URLS, settings.ELASTICSEARCH_CA_CERT = [url], "/nowhere/ca.crt"
    assert client.get("/en/search/?q=tea").status_code == 200
    assert querying.trouble() == (
        "there is no way to the cluster with these settings (ELASTICSEARCH_URLS, ELASTICSEARCH_CA_CERT)"
    )
    assert "ELASTICSEARCH_CA_CERT" in complaint()


def test_a_cluster_that_is_not_there_is_called_so(door: type[Door], settings: Settings) -> None:
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:1"]
    assert querying.trouble() == "the cluster does not answer"


def test_health_says_when_the_search_is_well_and_when_there_is_no_index(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path / "search"
    assert client.get("/health/ready").json()["search"] == "there is no index"
    GoodFactory.create()
    indexing.rebuild()
    said = client.get("/health/ready").json()
    assert (said["status"], said["checks"]["search"], "search" in said) == ("ready", True, False)
