"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "producer_portal"
urlpatterns: list[URLPattern | URLResolver] = []
