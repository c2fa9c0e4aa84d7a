"""A form that comes after its session has ended says so, and loses nothing that can be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from marketplace.accounts import known_browsers
from marketplace.storefront import typed

_FOUND: Final = 302
# Forms that show again what was typed into them; of others nothing is kept, and it is said.
SHOWN_AGAIN: Final = frozenset({
    "account_company_correct", "account_email", "account_home", "account_search_change", "account_search_save",
    "operations:company-act", "operations:good-act", "operations:part-answer",
    "operations:receipt-aside", "operations:synonym-add",
    "operations:synonym-change", "operations:transfer-received",
    "producer_portal:availability-change", "producer_portal:order-decline", "producer_portal:prices-change",
    "storefront:checkout",
})  # fmt: skip


class SessionEnded:
    """Where a POST of nobody is answered with the sign-in page, keep what was typed and say what happened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and not request.user.is_authenticated and _asks_to_sign_in(response):
            messages.warning(request, _said(request))
        return response


def _said(request: HttpRequest) -> str:
    """Keep what can be kept for whoever signed in here last, and say what became of it."""
    if not typed.has_texts(request):
        return _("You had been signed out in the meantime, so nothing was sent. Sign in to go on.")
    owner = known_browsers.last(request.COOKIES.get(known_browsers.COOKIE, ""))
    match = request.resolver_match
    if not owner or match is None or match.view_name not in SHOWN_AGAIN:
        return _(
            "You had been signed out in the meantime, so nothing was sent, and what you typed could not be kept. Sign "
            "in to go on."
        )
    typed.keep(request, owner=owner)
    return _(
        "You had been signed out in the meantime, so nothing was sent. What you typed is kept for an hour: sign in as "
        "the same person, and it stands in the form again."
    )


def _asks_to_sign_in(response: HttpResponse) -> bool:
    location = response.get("Location", "").partition("?")
    return response.status_code == _FOUND and location[0] == resolve_url("account_login") and "next=" in location[2]
