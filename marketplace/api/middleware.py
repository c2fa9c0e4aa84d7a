"""What every answer under ``/api/`` is, whoever gives it: JSON, marked for who may keep it, with a tag.

Refusals that never reach an endpoint (an unknown address, a method that is none, NUL in a query, another site's
request) are made by Django and by middleware as pages for people; here they become Problems.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from marketplace.api.languages import language_of

PREFIX: Final = "/api/"
_JSON: Final = "application/json"
# Of the signed-in nothing is kept, by browsers neither. The tag still serves: a program keeps its own copy and asks
# with If-None-Match, which is no cache of HTTP's. What is public may be kept, and is asked for again each time.
_PRIVATE: Final = "private, no-store"
_PUBLIC: Final = "no-cache"
_READS: Final = frozenset({"GET", "HEAD"})


class JsonAnswers:
    """Stands outside everything that may refuse a request, and inside what marks every answer of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX) or not isinstance(response, HttpResponse):
            return response
        is_json = response.headers.get("Content-Type", "").startswith(_JSON)
        if response.status_code >= HTTPStatus.BAD_REQUEST and not is_json and not _is_shown_in_development(response):
            _become_problem(request, response)
        return _marked(request, response)


def _is_shown_in_development(response: HttpResponse) -> bool:
    """A traceback is worth more there than a Problem."""
    return settings.DEBUG and response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR


def _become_problem(request: HttpRequest, response: HttpResponse) -> None:
    """Put a Problem in place of a page; status and headers stay."""
    with translation.override(language_of(request).value):
        code, detail = _words(response.status_code)
    body = json.dumps({"code": code, "detail": detail, "data": {}}, ensure_ascii=False).encode()
    response.content = body
    response.headers["Content-Type"] = f"{_JSON}; charset=utf-8"
    response.headers["Content-Length"] = str(len(body))


def _words(status: int) -> tuple[str, str]:
    known = {
        HTTPStatus.FORBIDDEN: ("request_not_allowed", _("This request was started by another site.")),
        HTTPStatus.NOT_FOUND: ("address_not_found", _("There is no such address. The API describes them all.")),
        HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", _("This address does not know this method.")),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("request_too_large", _("This request is too large.")),
        HTTPStatus.TOO_MANY_REQUESTS: ("too_many_requests", _("Too many requests. Wait a little, then go on.")),
    }
    if status in known:
        return known[HTTPStatus(status)]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "internal_error", _("Something failed on our side. Try again later.")
    return "request_not_valid", _("This request cannot be read. Send JSON as the API describes it.")


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Say who may keep it; a reader who has it already hears 304."""
    is_read = request.method in _READS and response.status_code == HTTPStatus.OK
    response.headers["Cache-Control"] = _PUBLIC if is_read and not _is_somebodys(request) else _PRIVATE
    patch_vary_headers(response, ("Cookie",))
    if not is_read:
        return response
    tag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    found: HttpResponseBase | None = get_conditional_response(request, etag=tag, response=response)
    return response if found is None else _unchanged(found, response)


def _unchanged(found: HttpResponseBase, response: HttpResponse) -> HttpResponseBase:
    """A 304 is marked as the answer it stands for."""
    for name in ("Cache-Control", "Vary", "ETag"):
        found.headers[name] = response.headers[name]
    return found


def _is_somebodys(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
