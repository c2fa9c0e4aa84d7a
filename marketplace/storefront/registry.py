"""Where the rooms above hang in: menus, and addresses for the sitemap. They fill it in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Link:
    """``key`` is what a page names as ``nav_current``; ``url`` begins with the language."""

    label: str
    url: str
    key: str = ""
    is_pushed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Menus:
    """``main`` follows the storefront's own entries; ``foot`` are the columns of the foot."""

    main: tuple[Link, ...] = ()
    foot: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """``path`` is the address without host and language (``stories/red-rice/``; empty: the home page)."""

    path: str
    changed_at: datetime | None = None


MenuSource = Callable[[str], Menus]
SitemapSource = Callable[[], Iterable[SitemapEntry]]


@dataclass(slots=True)
class _Registry:
    menus: MenuSource | None = None
    sitemap: dict[str, SitemapSource] = field(default_factory=dict)


_registry = _Registry()


def fill_menus(source: MenuSource) -> None:
    """Let ``source(language code)`` give the menus: at most one query, remembered until the storefront changes.

    Raises:
        ImproperlyConfigured: another room gives them.
    """
    if _registry.menus is not None:
        raise ImproperlyConfigured("The menus are registered twice")
    _registry.menus = source


def add_to_sitemap(name: str, source: SitemapSource) -> None:
    """Add the addresses that ``source()`` yields, each of which answers 200 in every language.

    Raises:
        ImproperlyConfigured: another section has that name.
    """
    if name in _registry.sitemap:
        raise ImproperlyConfigured(f"The section {name} of the sitemap is registered twice")
    _registry.sitemap[name] = source


def menus(code: str) -> Menus:
    """Return what the editors add to the menus, in a language."""
    return _registry.menus(code) if _registry.menus else Menus()


def sitemap_entries() -> Iterable[SitemapEntry]:
    """Yield the entries of every section, sections in the order of their names."""
    for name in sorted(_registry.sitemap):
        yield from _registry.sitemap[name]()
