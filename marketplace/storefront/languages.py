"""Which language an address, a reader and an alternate have."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from marketplace.kernel.languages import CODES as CODES  # noqa: PLC0414 - others look for it here
from marketplace.kernel.languages import COMMON as COMMON  # noqa: PLC0414 - as above

_PREFIX: Final = re.compile(rf"/({'|'.join(map(re.escape, CODES))})(?=/|$)")


def of_path(path: str) -> str | None:
    """Return the language that an address begins with, or None."""
    found = _PREFIX.match(path)
    return found.group(1) if found else None


def in_language(path: str, code: str) -> str:
    """Return the same address in another language; one without a language leads to that language's home."""
    found = _PREFIX.match(path)
    return f"/{code}{path[found.end() :]}" if found else f"/{code}/"


def preferred(request: HttpRequest) -> str:
    """Return the reader's language: the cookie's, else the first of ``Accept-Language`` that is ours, else English."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in CODES:
        return cookie
    for tag, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return COMMON
