"""Refusals that Django answers with an empty body are drawn, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# Programs read these; what they are told is their own concern.
_FOR_PROGRAMS: Final = ("/api/", "/health/")


class DrawnRefusals:
    """405 by ``require_POST`` and its like has no handler of its own in Django, as 404 has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.streaming
        if is_bare and not response.content and not request.path_info.startswith(_FOR_PROGRAMS):
            response.content = render_to_string("405.html", request=request)
            response.headers["Content-Type"] = "text/html; charset=utf-8"
            response.headers["Cache-Control"] = "private, no-store"
        return response
