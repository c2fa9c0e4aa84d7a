"""Pages as visitors get them: one look for the page by its address, its parts kept until the storefront changes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.views import serve_chain

from cms.blocks.found import with_restriction
from cms.blocks.models import HOME_URL_PATH, MarketPage
from cms.blocks.speech import reader
from cms.home.models import HomePage
from marketplace.storefront import revision
from marketplace.storefront.public import drawn_page
from marketplace.web.process_cache import fragments

# Longer addresses are not made by anybody's hand.
MAX_PATH = 400


class _Closed(Exception):
    """Editors have closed the page to the public: nothing of it may be kept."""

    def __init__(self, page: MarketPage) -> None:
        super().__init__(page.pk)
        self.page = page


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Show the published page at ``path`` (behind ``/<lang>/``), or lead to where it has moved."""
    if len(path) > MAX_PATH:
        raise Http404
    today = timezone.localdate()

    def draw() -> dict[str, str]:
        page = find(path)
        if page.is_restricted:
            raise _Closed(page)
        return page.draw(today=today)

    try:
        drawn = fragments.remember(("editors' page", revision.current(), path, reader(), today), draw)
    except MarketPage.DoesNotExist as reason:
        return _moved(path, reason)
    except _Closed as closed:
        return _ask_or_show(request, closed.page)
    return drawn_page(request, "cms/page.html", drawn)


def find(path: str) -> Any:
    """Return the live page at ``path`` with its picture, its county and ``is_restricted``: two queries, one for home.

    Raises:
        MarketPage.DoesNotExist: there is none, or it is not published.
    """
    if not path:
        home = fragments.remember(("home page", revision.current()), _home)
        if home is None:
            raise MarketPage.DoesNotExist
        return home
    pages = with_restriction(MarketPage.objects.live()).select_related("scene", "county", "content_type")
    page = pages.get(url_path=f"{HOME_URL_PATH}{path}")
    kind = page.specific_class
    specific = kind.objects.select_related("scene", "county").get(pk=page.pk)
    specific.is_restricted = page.is_restricted
    return specific


def _home() -> HomePage | None:
    """Return the home page as all languages share it."""
    home: HomePage | None = (
        with_restriction(HomePage.objects.live()).select_related("scene").filter(url_path=HOME_URL_PATH).first()
    )
    return home


def _moved(path: str, reason: Exception) -> HttpResponse:
    """Redirects are kept without a language; the one of the request is put before them."""
    old = Redirect.normalise_path(f"/{path}")
    found = Redirect.objects.filter(old_path__in=[old, Redirect.normalise_path(f"/{reader()}{old}")])
    redirect = found.select_related("redirect_page").order_by("-site_id", "pk").first()
    if redirect is None:
        raise Http404 from reason
    page = (
        MarketPage.objects.live().filter(pk=redirect.redirect_page_id).first() if redirect.redirect_page_id else None
    )
    target = page.address if page else redirect.redirect_link
    if not target:
        raise Http404 from reason
    kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return kind(target)


def _ask_or_show(request: HttpRequest, page: MarketPage) -> HttpResponse:
    """Wagtail's own hook asks for a password or a sign-in before it lets the page be shown."""
    chain = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        chain = wrap(chain)
    response: HttpResponse = chain(page, request, [], {})
    response.headers["Cache-Control"] = "private, no-store"
    return response
