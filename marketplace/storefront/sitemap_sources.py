"""The storefront's own addresses for the sitemap. What other rooms show comes through the registry."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from marketplace.catalog.models import Category
from marketplace.catalog.selectors import published
from marketplace.companies.selectors import producers
from marketplace.reference.models import County
from marketplace.storefront.registry import SitemapEntry


def entries() -> Iterator[SitemapEntry]:
    """Yield the addresses of lists, goods, categories, counties and producers: four queries."""
    yield from map(SitemapEntry, ("", "goods/", "counties/", "producers/"))
    for slug, published_at in published().order_by("pk").values_list("slug", "published_at"):
        yield SitemapEntry(path=f"goods/{slug}/", changed_at=published_at)
    for code in Category.objects.order_by("pk").values_list("code", flat=True):
        yield SitemapEntry(path=f"goods/?category={quote(code)}")
    for slug in County.objects.order_by("pk").values_list("slug", flat=True):
        yield SitemapEntry(path=f"counties/{slug}/")
    for slug in producers().values_list("slug", flat=True):
        yield SitemapEntry(path=f"producers/{slug}/")
