"""Public pages for readers with a session: the finished page with one hole, filled with who is reading.

Everything on a public page but a few links in its head is the same for all readers of a language. It is rendered
once for each address; a signed-in reader pays for her session, one query and a replacement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marketplace.storefront import pages, revision
from marketplace.storefront.addresses import cacheable_query
from marketplace.storefront.memory import BoundedStore
from marketplace.storefront.viewer import Presence, presence

# No text can hold it: in texts "<" is always escaped. It stands in the head, before everything that anybody wrote.
HOLE: Final = mark_safe("<!--reader-->")
_HOLE_BYTES: Final = HOLE.encode()
_tools: Final = BoundedStore[SafeString](max_bytes=4 * 1024 * 1024, max_age=300)


def public_page(
    request: HttpRequest, template: str, make: Callable[[], Mapping[str, object]], *, nav: str = ""
) -> HttpResponse:
    """Answer with a public page.

    Args:
        request: its path, its query and the language are all that the page may depend on.
        template: extends base.html.
        make: returns its context; called only when the page is not kept.
        nav: key of the present entry of the main menu.
    """
    query = cacheable_query(request.META.get("QUERY_STRING", ""))
    if query is None or _has_messages(request):
        return render(request, template, {**make(), "nav_current": nav})

    key = (revision.current(), request.path, query)
    page = pages.holed.get(key)
    if page is None:
        page = render_to_string(template, {**make(), "nav_current": nav, "reader_hole": HOLE}, request).encode()
        pages.holed.put(key, page, size=len(page) + 200)
    return HttpResponse(page.replace(_HOLE_BYTES, reader_tools(presence(request)).encode(), 1))


def reader_tools(who: Presence) -> SafeString:
    """Return the links of the head that depend on who is reading, in the active language."""
    key = (get_language(), who)
    found = _tools.get(key)
    if found is None:
        context = {"viewer": who.viewer, "basket_count": who.basket_count}
        found = mark_safe(render_to_string("components/_reader_tools.html", context))
        _tools.put(key, found, size=2 * len(found) + 500)
    return found


def _has_messages(request: HttpRequest) -> bool:
    return len(get_messages(request)) > 0
