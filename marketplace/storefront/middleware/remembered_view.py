"""Whether a reader wants goods as cards or as a table: chosen by an address, remembered by a cookie of two words.

It stands before the page cache and writes what holds into the query, where it is a part of every key: so the pages
that are kept never see the cookie. Without cookies the addresses of a table say so; without script it is a link.
Source: docs/adr/0030-the-view-of-a-list-is-a-part-of-its-address.md
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from marketplace.storefront import languages
from marketplace.storefront.query import CARDS, TABLE, VIEWS

COOKIE: Final = "goods_view"
_YEAR_SECONDS: Final = 365 * 86_400
_LISTS: Final = re.compile(rf"/(?:{'|'.join(map(re.escape, languages.CODES))})/(?:goods|search)/")
_METHODS: Final = frozenset({"GET", "HEAD"})
_PREFIX: Final = "view="


class RememberedView:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _METHODS or not _LISTS.fullmatch(request.path_info):
            return self.get_response(request)
        pieces = request.META.get("QUERY_STRING", "").split("&")
        chosen = next((piece.removeprefix(_PREFIX) for piece in pieces if piece.startswith(_PREFIX)), "")
        remembered = request.COOKIES.get(COOKIE, "")
        view = chosen if chosen in VIEWS else remembered
        others = [piece for piece in pieces if piece and not piece.startswith(_PREFIX)]
        request.META["QUERY_STRING"] = "&".join([*others, f"{_PREFIX}{TABLE}"] if view == TABLE else others)
        response = self.get_response(request)
        if chosen in VIEWS and chosen != (remembered or CARDS):
            _remember(response, chosen)
        return response


def _remember(response: HttpResponseBase, view: str) -> None:
    response.set_cookie(
        COOKIE,
        view,
        max_age=_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
