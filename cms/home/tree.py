"""The trunk of the page tree: the home page at the root of the one site."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from wagtail.models import Page, Site

from cms.blocks.models import HOME_SLUG, HOME_URL_PATH, MarketPage
from cms.home.models import HomePage

Kind = TypeVar("Kind", bound=MarketPage)


@transaction.atomic
def ensure_home(**values: Any) -> HomePage:
    """Return the home page, planted with ``values`` where there is none, as the root of the default site.

    The site answers to every host name, so that the same database serves wherever it is put.
    """
    home = HomePage.objects.first()
    if home is None:
        home = _plant_home(values)
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost", port=80
    )
    if site.root_page_id != home.pk:
        welcome = site.root_page_id
        site.root_page = home
        site.save()
        # What Wagtail's own migrations planted; a page that somebody made is left alone.
        for page in Page.objects.filter(pk=welcome, depth=2, content_type__model="page"):
            page.delete()
    return home


def _plant_home(values: dict[str, Any]) -> HomePage:
    root = Page.objects.get(depth=1)
    squatter = Page.objects.filter(depth=2, url_path=HOME_URL_PATH).first()
    if squatter is not None:
        squatter.slug = "welcome"
        squatter.save()
        root.refresh_from_db()
    home = HomePage(slug=HOME_SLUG, **values)
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def ensure_page(parent: MarketPage, kind: type[Kind], *, slug: str, **values: Any) -> tuple[Kind, bool]:
    """Return the page ``slug`` under ``parent``, published with ``values`` where there is none, and whether it is new.

    A page that is there is returned as it is, whatever editors made of it.

    Raises:
        LookupError: there is a page of another kind.
    """
    present = parent.get_children().filter(slug=slug).first()
    if present is not None:
        specific = present.specific
        if not isinstance(specific, kind):
            raise LookupError(f"{specific.url_path} is no {kind.__name__}")
        return specific, False
    page = kind(slug=slug, **values)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page, True
