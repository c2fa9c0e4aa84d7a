"""Every absolute address comes from ``SITE_ADDRESS``: what a request says of host, port and scheme gets no further.

Mails, previews and the pages of others' packages (allauth, Wagtail) ask the request where the site is, and
``ALLOWED_HOSTS`` says nothing of the port: a stranger's ``Host: market.example:6666`` would stand in the link that
resets a password.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SiteAddress:
    """Stands behind ``CommonMiddleware``, which refuses foreign hosts, and ``CrossOriginProtection``, which compares
    the browser's ``Origin`` with the host that it asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = urlsplit(settings.SITE_ADDRESS)
        request.META["HTTP_HOST"] = site.netloc
        request.META.pop("HTTP_X_FORWARDED_HOST", None)
        # Django's own memory of it, from which ``build_absolute_uri`` starts; else the scheme would be the request's.
        request._current_scheme_host = f"{site.scheme}://{site.netloc}"  # type: ignore[attr-defined]
        return self.get_response(request)
