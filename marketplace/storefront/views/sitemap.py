"""What search engines are told: every page in every language, and where not to look."""

from __future__ import annotations

from itertools import chain
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.storefront import languages, registry, revision, sitemap_sources
from marketplace.storefront.registry import SitemapEntry
from marketplace.web.process_cache import fragments

# Addresses a file, each in three languages with four alternates: about 2 MB. The format allows 50,000 and 50 MB.
PART_SIZE: Final = 1_000
_XML: Final = "application/xml; charset=utf-8"


@require_safe
def sitemap(_request: HttpRequest) -> HttpResponse:
    """Answer the whole map while it is small, else the list of its parts."""
    parts = _parts()
    if len(parts) == 1:
        return HttpResponse(_urlset(parts[0]), content_type=_XML)
    origin = _origin()
    locations = [f"{origin}{reverse('sitemap-part', args=[number])}" for number in range(1, len(parts) + 1)]
    return HttpResponse(render_to_string("storefront/sitemap_index.xml", {"locations": locations}), content_type=_XML)


@require_safe
def sitemap_part(_request: HttpRequest, part: int) -> HttpResponse:
    """Answer one part of a large map, counted from 1."""
    parts = _parts()
    if not 1 <= part <= len(parts):
        raise Http404
    return HttpResponse(_urlset(parts[part - 1]), content_type=_XML)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Answer where not to look, and where the map is."""
    context = {"origin": _origin(), "codes": languages.CODES}
    return HttpResponse(render_to_string("storefront/robots.txt", context), content_type="text/plain; charset=utf-8")


def _origin() -> str:
    return settings.SITE_ADDRESS.rstrip("/")


def _parts() -> list[tuple[SitemapEntry, ...]]:
    return fragments.remember(("sitemap", revision.current()), _load)


def _load() -> list[tuple[SitemapEntry, ...]]:
    entries = chain(sitemap_sources.entries(), registry.sitemap_entries())
    return _batches(list({entry.path: entry for entry in entries}.values()))


def _batches(entries: list[SitemapEntry]) -> list[tuple[SitemapEntry, ...]]:
    return [tuple(entries[start : start + PART_SIZE]) for start in range(0, len(entries), PART_SIZE)] or [()]


def _urlset(entries: tuple[SitemapEntry, ...]) -> str:
    origin = _origin()
    pages = [
        {
            "forms": [(code, f"{origin}/{code}/{entry.path}") for code in languages.CODES],
            "default": f"{origin}/{languages.COMMON}/{entry.path}",
            "changed_at": entry.changed_at,
        }
        for entry in entries
    ]
    return render_to_string("storefront/sitemap.xml", {"pages": pages})
