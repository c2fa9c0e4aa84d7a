"""Public pages for visitors without a session, as finished bytes, before everything else has a say.

Only what adds fixed headers stands before it in ``MIDDLEWARE``: what it keeps has passed all the others and bears
theirs. What it answers is the same bytes whether kept or made anew, for both leave through ``_answer``.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from marketplace.storefront import languages, pages, revision
from marketplace.storefront.addresses import cacheable_query
from marketplace.storefront.pages import PageKey, is_known_reader

# Under a language these belong to somebody; they are never kept, whatever their headers say.
PRIVATE: Final = frozenset({"account", "basket", "checkout", "orders", "producer"})
_VISITOR_METHODS: Final = frozenset({"GET", "HEAD"})
# Set by ``_answer`` or by the server for each answer.
_PER_ANSWER: Final = frozenset(
    {"content-length", "content-encoding", "date", "etag", "vary", "cache-control", "last-modified", "expires"}
)
# A browser asks each time and mostly hears 304: a changed price is never older than this site's own memory of it.
_BROWSER_POLICY: Final = "no-cache"
_VARY: Final = "Accept-Encoding, Cookie"
_PRIVATE_POLICY: Final = "private, no-cache"
_KNOWN_READER_POLICY: Final = "private, no-store"


class PageCache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        revision.watch.begin_request()
        key = page_key(request)
        if key is None:
            return _private(request, self.get_response(request))
        page = pages.kept(key)
        is_hit = page is not None
        if page is None:
            # The page is made for the one form of its query, so that it can only show what its key says.
            request.META["QUERY_STRING"] = key.query
            response = self.get_response(request)
            if not _may_be_kept(response):
                return _private(request, response)
            page = _page(response)
            pages.keep(key, page)
        return _answer(page, request, is_hit=is_hit)


def page_key(request: HttpRequest) -> PageKey | None:
    """Return what a visitor's page depends on, or None where it may depend on more."""
    if request.method not in _VISITOR_METHODS:
        return None
    path = request.path_info
    code = languages.of_path(path)
    if code is None or path[len(code) + 2 :].partition("/")[0] in PRIVATE:
        return None
    if is_known_reader(request):
        return None
    query = cacheable_query(request.META.get("QUERY_STRING", ""))
    if query is None or not _is_own_host(request):
        return None
    return PageKey(revision.current(), f"{request.scheme}:{settings.SITE_ADDRESS}", path, query)


def _is_own_host(request: HttpRequest) -> bool:
    """A foreign host gets its refusal from the middleware whose business that is."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _may_be_kept(response: HttpResponseBase) -> bool:
    if response.status_code != HTTPStatus.OK or response.streaming or response.cookies:
        return False
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    policy = response.headers.get("Cache-Control", "")
    return not any(word in policy for word in ("private", "no-store", "no-cache")) and not _varies_by_reader(response)


def _varies_by_reader(response: HttpResponseBase) -> bool:
    return not set(response.headers.get("Vary", "").lower().replace(" ", "").split(",")) <= {
        "",
        "cookie",
        "accept-encoding",
    }


def _page(response: HttpResponse) -> pages.Page:
    headers = tuple((name, value) for name, value in response.headers.items() if name.lower() not in _PER_ANSWER)
    return pages.make_page(headers, response.content)


def _answer(page: pages.Page, request: HttpRequest, *, is_hit: bool) -> HttpResponse:
    meta = request.META
    if page.etag in meta.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response.headers["Content-Type"]
    elif "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") and page.packed:
        response = HttpResponse(page.packed, headers=dict(page.headers))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(page.packed))
    else:
        response = HttpResponse(page.body, headers=dict(page.headers))
        response.headers["Content-Length"] = str(len(page.body))
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = _BROWSER_POLICY
    response.headers["Vary"] = _VARY
    response.headers["X-Cache"] = "HIT" if is_hit else "MISS"
    return response


def _private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What belongs to one reader, or may, is for no shared cache; what a known reader gets is kept nowhere at all.

    What says that it is ``public`` (styles, pictures) is the same for everybody.
    """
    headers = response.headers
    policy = headers.get("Cache-Control", "")
    if "public" in policy:
        return response
    if is_known_reader(request) or response.cookies:
        if "no-store" not in policy:
            headers["Cache-Control"] = _KNOWN_READER_POLICY
        patch_vary_headers(response, ("Cookie",))
    elif not policy and headers.get("Content-Type", "").startswith("text/html"):
        headers["Cache-Control"] = _PRIVATE_POLICY
    return response
