"""The language of an address and of a reader."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from marketplace.storefront import languages


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/vi/", "vi"),
        ("/vi", "vi"),
        ("/zh-hans/goods/", "zh-hans"),
        ("/en/goods/x/", "en"),
        ("/fr/", None),
        ("/zh-cn/", None),
        ("/vienna/", None),
        ("/", None),
        ("/kiosk/", None),
    ],
)
def test_an_address_has_the_language_that_it_begins_with(path: str, code: str | None) -> None:
    assert languages.of_path(path) == code


def test_an_address_is_the_same_in_another_language() -> None:
    assert languages.in_language("/vi/goods/x/", "zh-hans") == "/zh-hans/goods/x/"
    assert languages.in_language("/kiosk/", "vi") == "/vi/"


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("en-US,en;q=0.5", "en"),
        ("fr,th;q=0.9", "en"),
        ("fr,vi;q=0.3", "vi"),
        ("", "en"),
        ("*", "en"),
        (";;q=x," + "a" * 5_000, "en"),
    ],
)
def test_a_reader_gets_the_first_language_that_is_ours_else_english(accepted: str, code: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": accepted})
    assert languages.preferred(request) == code


def test_the_cookie_wins_over_the_browser_if_it_names_one_of_ours() -> None:
    request = RequestFactory().get("/", headers={"accept-language": "vi"})
    request.COOKIES["django_language"] = "zh-hans"
    assert languages.preferred(request) == "zh-hans"
    request.COOKIES["django_language"] = "xx"
    assert languages.preferred(request) == "vi"
