"""Addresses without a language: sitemap, robots, the first redirect."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
