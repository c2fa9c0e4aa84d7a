"""The menus of every page: the market's own entries first, then what the editors add."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, override

from marketplace.storefront import registry, revision
from marketplace.storefront.registry import Column, Link
from marketplace.web.process_cache import fragments


@dataclass(frozen=True, slots=True)
class Navigation:
    main: tuple[Link, ...]
    foot: tuple[Column, ...]


def navigation(code: str) -> Navigation:
    """Return the menus in a language; asked for anew after every change of the storefront."""
    return fragments.remember(("navigation", revision.current(), code), lambda: _load(code))


def _load(code: str) -> Navigation:
    with override(code):
        own = (
            Link(label=gettext("Goods"), url=reverse("storefront:goods-list"), key="goods"),
            Link(label=gettext("Producers"), url=reverse("storefront:producer-list"), key="producers"),
            Link(label=gettext("Places of origin"), url=reverse("storefront:county-list"), key="counties"),
        )
        more = registry.menus(code)
    return Navigation(main=own + more.main, foot=more.foot)
