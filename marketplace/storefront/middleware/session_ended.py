"""A form that comes after its session has ended says so, and loses nothing that can be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from marketplace.storefront.kept import keep_typed

_FOUND: Final = 302


class SessionEnded:
    """Where a POST of nobody is answered with the sign-in page, keep what was typed and say what happened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and not request.user.is_authenticated and _asks_to_sign_in(response):
            keep_typed(request)
            text = _("You had been signed out in the meantime, so nothing was sent. Sign in to go on.")
            messages.warning(request, text)
        return response


def _asks_to_sign_in(response: HttpResponse) -> bool:
    location = response.get("Location", "").partition("?")
    return response.status_code == _FOUND and location[0] == resolve_url("account_login") and "next=" in location[2]
