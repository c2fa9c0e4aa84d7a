"""Refuse what another site makes a browser send.

Source: docs/adr/0010-forms-are-protected-by-the-origin-header.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CrossOriginProtection:
    """Stands before ``CsrfViewMiddleware``, whose token it makes needless: cached pages carry none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            if not is_same_origin(request):
                raise PermissionDenied("the request was started by another site")
            # The attribute by which Django's own test client and REST frameworks say the same.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether an unsafe request may have been started by this site, or by no browser at all.

    ``Sec-Fetch-Site`` decides where a browser sends it (HTTPS and localhost), else ``Origin`` must name this host.
    With neither header it is no browser: a browser of the last six years sends ``Origin`` with every such request.
    Source: Go's ``net/http.CrossOriginProtection``; https://words.filippo.io/csrf/
    """
    origin = request.headers.get("Origin", "")
    if origin and origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in {"same-origin", "none"}
    return not origin or _host(origin) == request.get_host()


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
