"""Addresses of pages. They take whatever is left under a language, so they stand last."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView
from wagtail.views import authenticate_with_password

from cms.home import views

# The names are Wagtail's: its admin and its hooks look them up.
urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path(
        "_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="wagtailcore_login"
    ),
    re_path(r"^((?:[\w\-]+/)*)$", views.serve, name="wagtail_serve"),
]
