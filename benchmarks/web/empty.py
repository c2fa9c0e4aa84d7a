"""The floor: a bare Django view with nothing around it, under the same server and workers."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF="benchmarks.web.empty",
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="only-for-the-benchmark",  # noqa: S106 - signs nothing
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    SEARCH_INDEX_DIR=Path(os.environ["DATA_DIR"]) / "search",  # the server warms up whatever it serves
    SEARCH_ENGINE="embedded",
    SITE_ADDRESS="http://127.0.0.1",
    LANGUAGES=[("en", "English")],
)
django.setup()


def view(request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse(b"")


urlpatterns = [path("", view)]
application = get_wsgi_application()
