"""Addresses that no database and no template should ever see are answered here, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

# Enough for every filter at once; the server itself refuses request lines over 8,190 bytes.
MAX_QUERY: Final = 4_096
_CONTROLS: Final = frozenset(map(chr, (*range(32), 127)))


class CleanInput:
    """404 for a path with control characters; 400 for a query that is too long, has a NUL or is not UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _CONTROLS.isdisjoint(request.path_info):
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if query:
            _check_query(query)
        return self.get_response(request)


def _check_query(query: str) -> None:
    if len(query) > MAX_QUERY:
        raise BadRequest(f"query of {len(query)} characters")
    # WSGI hands bytes over as Latin-1 text.
    plain = unquote_to_bytes(query.encode("latin-1", "replace"))
    if b"\x00" in plain:
        raise BadRequest("NUL in the query")
    try:
        plain.decode()
    except UnicodeDecodeError as reason:
        raise BadRequest("query is not UTF-8") from reason
