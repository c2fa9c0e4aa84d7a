"""What another site makes a browser send."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

HOST = "testserver"
TARGET = "/vi/basket/"


@pytest.fixture
def strict_client() -> Client:
    """A client for whom Django's token check is on, as it is in life."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": f"http://{HOST}"},
        {"sec-fetch-site": "same-origin", "origin": f"http://{HOST}"},
        {},
    ],
)
def test_a_form_of_this_site_or_of_no_browser_passes_without_a_token(
    strict_client: Client, headers: dict[str, str]
) -> None:
    assert strict_client.post(TARGET, {}, headers=headers).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": f"http://{HOST}"},
        {"sec-fetch-site": "evil"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"http://{HOST}:81"},
        {"origin": f"http://{HOST}.evil.example"},
        {"origin": "http://[::1"},
    ],
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_form_of_another_site_is_refused(strict_client: Client, headers: dict[str, str], method: str) -> None:
    response = getattr(strict_client, method)(TARGET, {}, headers=headers)
    assert response.status_code == 403
    assert '<html lang="vi">' in response.content.decode()


def test_reading_is_never_refused(strict_client: Client) -> None:
    assert strict_client.get("/vi/goods/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_trusted_origin_passes(strict_client: Client, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://kiosk.example"]
    headers = {"sec-fetch-site": "cross-site", "origin": "https://kiosk.example"}
    assert strict_client.post(TARGET, {}, headers=headers).status_code == 302
