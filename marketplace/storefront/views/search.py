"""Search over goods, places, producers and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from marketplace.storefront import asking, listing, nothing_found, revision, search_note
from marketplace.storefront.degraded import degraded_context
from marketplace.storefront.facets import Shop
from marketplace.storefront.found import found_context
from marketplace.storefront.public import Passing, public_page
from marketplace.storefront.query import ListQuery


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found for ``q``; without words, where to begin. No page is kept while the engine is away."""

    def make() -> dict[str, Any]:
        language, now = str(get_language()), revision.current()
        shop = listing.shop(revision=now, language=language)
        query = shop.known(ListQuery.read(request.GET, language=language, sorts=asking.SORTS))
        query = replace(query, page=min(query.page, asking.MAX_PAGES))
        if not query.text:
            return {"body": "", "search_text": "", "starts": nothing_found.starts(shop)}
        body, is_passing = _body(query, shop, now=now)
        return (Passing if is_passing else dict)(body=body, search_text=query.text)

    return public_page(request, "storefront/search.html", make)


def _body(query: ListQuery, shop: Shop, *, now: int) -> tuple[str, bool]:
    """Return the body, and whether it holds for the moment only."""
    found = asking.ask(query, shop)
    note = search_note.drawn(query, found, language=shop.language)
    if found.degraded and not found.hits:
        return render_to_string("storefront/_degraded.html", degraded_context(query, shop, revision=now)) + note, True
    return render_to_string(
        "storefront/_search.html", found_context(query, shop, found, revision=now)
    ) + note, found.degraded
