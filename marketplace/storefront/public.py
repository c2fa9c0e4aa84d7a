"""Public pages for readers with a session: the finished page with one hole, filled with who is reading.

Everything on a public page but a few links in its head is the same for all readers of a language. It is rendered
once for each address; a signed-in reader pays for her session, one query and a replacement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from marketplace.storefront import pages, revision
from marketplace.storefront.addresses import cacheable_query
from marketplace.storefront.frame import framed
from marketplace.storefront.ordering import fitted
from marketplace.storefront.viewer import Presence, presence
from marketplace.web.markup import place
from marketplace.web.process_cache import fragments

RETRY_SECONDS: Final = 30
# It stands in the head, before everything that anybody wrote.
HOLE: Final = place("reader")
_HOLE_BYTES: Final = HOLE.encode()


class Passing(dict[str, Any]):
    """A page's context that holds for the moment only: the page is shown and not kept."""


def public_page(
    request: HttpRequest, template: str, make: Callable[[], Mapping[str, object]], *, nav: str = ""
) -> HttpResponse:
    """Answer with a public page.

    Args:
        request: its path, its query and the language are all that the page may depend on.
        template: extends base.html.
        make: returns its context; called only when the page is not kept. A Passing one makes a page that nobody keeps.
        nav: key of the present entry of the main menu.
    """
    query = cacheable_query(request.META.get("QUERY_STRING", ""))
    context: Mapping[str, object] = {}
    if query is None or _has_messages(request):
        context = make()
        return _answer(rendered(request, template, {**context, "nav_current": nav}), made_of=context)

    # A visitor's page is kept whole, by the middleware.
    is_kept = pages.is_known_reader(request)
    key = ("page", revision.current(), request.path, query)
    page = cast("bytes | None", fragments.get(key)) if is_kept else None
    if page is None:
        context = make()
        page = framed(request, template, context, nav_current=nav, reader_hole=HOLE).encode()
        if is_kept and not isinstance(context, Passing):
            fragments.put(key, page, size=len(page))
    return _answer(_read_by(request, page), made_of=context)


def drawn_page(request: HttpRequest, template: str, texts: Mapping[str, str]) -> HttpResponse:
    """Answer with a page whose texts are drawn already, for whoever is reading: "nav_current" is as ``nav`` of
    ``public_page``.
    """
    if _has_messages(request):
        return rendered(request, template, texts)
    shown = dict(texts)
    nav = shown.pop("nav_current", "")
    return _read_by(request, framed(request, template, shown, nav_current=nav, reader_hole=HOLE).encode())


def _read_by(request: HttpRequest, page: bytes) -> HttpResponse:
    who = presence(request)
    return HttpResponse(fitted(page.replace(_HOLE_BYTES, reader_tools(who).encode(), 1), who))


def rendered(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Answer with a page that is made for this request alone, as its reader may see it."""
    answer = render(request, template, dict(context), status=status)
    answer.content = fitted(answer.content, presence(request))
    return answer


def _answer(response: HttpResponse, *, made_of: Mapping[str, object]) -> HttpResponse:
    """Let nobody keep what holds for the moment only, and say when to ask again."""
    if isinstance(made_of, Passing):
        response["Cache-Control"] = "no-store"
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def reader_tools(who: Presence) -> SafeString:
    """Return the links of the head that depend on who is reading, in the active language."""
    context = {"viewer": who.viewer, "basket_count": who.basket_count}

    def load() -> SafeString:
        return render_to_string("components/_reader_tools.html", context)

    return fragments.remember(("reader", get_language(), who), load)


def _has_messages(request: HttpRequest) -> bool:
    return len(get_messages(request)) > 0
