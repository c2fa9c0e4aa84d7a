"""A language link beside a form sends the form: what was typed goes along into the other language; nothing is done.

Without JavaScript: the links are buttons of the form (``_tongues.html``).
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from marketplace.storefront import languages, typed


class LanguageSwitch:
    """Stands where it is known who is signed in, and before any view: a form that changes the language is no act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not languages.of_path(request.path_info) or typed.SWITCH not in request.POST:
            return self.get_response(request)
        language, _blank, refused = request.POST[typed.SWITCH].partition(" ")
        typed.keep(request, owner=typed.owner_of(request), language=language, was_refused=refused == typed.REFUSED)
        response = redirect(_address(request))
        response.status_code = HTTPStatus.SEE_OTHER
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _address(request: HttpRequest) -> str:
    """Return the address with its query, and with the page to go on to where only the form still knew it."""
    address, after = request.get_full_path(), request.POST.get("next", "")
    if not after or "next" in request.GET:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'next': after})}"
