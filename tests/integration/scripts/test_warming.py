"""A fresh worker has the first pages before anybody asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from pytest_django import Settings

from marketplace.web import process_cache
from scripts.warming import FIRST_PAGES, warm


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """The end of a request does not close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("origin", ["http://market.test:8000", "https://market.test"])
def test_the_first_visitor_finds_the_first_pages_made(kept_connection: None, settings: Settings, origin: str) -> None:
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = origin, ["market.test"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    process_cache.clear()
    warm(get_wsgi_application())
    headers = {"X-Forwarded-Proto": origin.partition(":")[0]}
    visitor = Client(HTTP_HOST=origin.partition("//")[2], headers=headers)
    # The factories make no home page.
    found = [visitor.get(f"/{code}/{path}") for code in ("zh-hans", "vi", "en") for path in FIRST_PAGES if path]
    assert [answer.headers.get("X-Cache") for answer in found] == ["HIT"] * len(found)


def test_what_cannot_be_drawn_is_no_reason_to_stop(settings: Settings) -> None:
    asked: list[str] = []

    def broken(environ: dict[str, str], start: object) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return [b"400"]

    settings.SITE_ADDRESS = "http://[::1]:8000"
    warm(broken)
    assert len(asked) == len(FIRST_PAGES) * 3
