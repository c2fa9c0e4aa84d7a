"""Addresses of documents. The names are Wagtail's: its admin, its rich text and its hooks look them up."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from cms.home import document_views

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^([0-9]{1,18})/(.*)$", document_views.serve, name="wagtaildocs_serve"),
    path(
        "authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
