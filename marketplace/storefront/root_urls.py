"""Addresses without a language: sitemap, robots, the first redirect."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from marketplace.storefront import styleguide
from marketplace.storefront.views import entry, search_log, sitemap

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entry.entry, name="entry"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap.sitemap_part, name="sitemap-part"),
    path("search-log/", search_log.search_seen, name="search-log"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
