"""Sign-in, sign-up, password and second factor: allauth's own addresses under ``/<lang>/account/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("allauth.urls"))]
