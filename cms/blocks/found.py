"""Pages as the search finds them, and as the sitemap lists them: published, and closed to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import PageViewRestriction

from cms.blocks.article import plain_text
from cms.blocks.models import MarketPage
from cms.blocks.speech import LANGUAGES, suffix
from marketplace.kernel.languages import texts_of
from marketplace.storefront.registry import SitemapEntry
from search.documents import DocumentType, SearchDocument

_MAX_DIGITS: Final = 18  # of a primary key that every database can hold


def open_pages() -> QuerySet[MarketPage]:
    """Return the pages that everybody may see."""
    pages: QuerySet[MarketPage] = with_restriction(MarketPage.objects.live()).filter(is_restricted=False)
    return pages


def with_restriction(pages: Any) -> Any:
    """Mark each page with ``is_restricted``: editors have closed it, or one above it, to the public."""
    below = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closed = PageViewRestriction.objects.annotate(below=below).filter(below__startswith=F("page__path"))
    return pages.annotate(is_restricted=Exists(closed))


class PageSource:
    """Yields every open page but the home page, which is no answer to a question."""

    prefix = "page"

    def count(self) -> int:
        return self._pages().count()

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from map(document, self._pages().order_by("pk").iterator(chunk_size=100))

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        keys = [
            key for _, _, key in (id_.partition(":") for id_ in ids) if key.isdecimal() and len(key) <= _MAX_DIGITS
        ]
        return map(document, self._pages().filter(pk__in=keys))

    def _pages(self) -> QuerySet[MarketPage]:
        return open_pages().filter(depth__gt=2).select_related("county")


def document(page: MarketPage) -> SearchDocument:
    """Return what is findable of a page, in each language in which it is written."""
    bodies = {code: _body(page, code) for code in LANGUAGES}
    return SearchDocument(
        id=f"page:{page.pk}",
        type=DocumentType.PAGE,
        names=texts_of(page, "heading"),
        bodies={code: text for code, text in bodies.items() if text},
        county_names=texts_of(page.county, "name") if page.county else {},
        county=page.county.slug if page.county else "",
        path=page.relative_path,
        created_at=page.first_published_at,
    )


def _body(page: MarketPage, code: str) -> str:
    column = suffix(code)
    summary = getattr(page, f"summary_{column}") or ""
    return f"{summary}\n{plain_text(getattr(page, f'body_{column}'))}".strip()


def sitemap_entries() -> Iterator[SitemapEntry]:
    """Yield the address of every open page: one query."""
    rows = open_pages().order_by("path").only("url_path", "last_published_at")
    for page in rows:
        yield SitemapEntry(path=page.relative_path, changed_at=page.last_published_at)
