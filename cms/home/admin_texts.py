"""What Wagtail's editor says in the browser: its own catalogue, and ours where it has no translation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class _Catalogue(JavaScriptCatalog):
    def get_paths(self, packages: list[str]) -> list[Any]:
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]


_catalogue = _Catalogue.as_view(packages=["wagtail.admin"])


def catalogue(request: HttpRequest) -> HttpResponse:
    """Answer with the catalogue in the editor's own language; it stands before Wagtail's view of the same address."""
    answer: HttpResponse = get_localized_response(_catalogue, request)
    return answer
