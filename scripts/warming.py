"""What a fresh worker does before it is asked: load the dictionaries, draw the pages on which people come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from search import querying

FIRST_PAGES: Final = ("", "goods/", "search/")  # behind the language
Application = Callable[..., Iterable[bytes]]


def warm(application: Application) -> None:
    """Load what the search needs, and ask for the first pages in every language as a visitor would."""
    querying.warm()
    for path in FIRST_PAGES:
        for code, _ in settings.LANGUAGES:
            _ask(application, f"/{code}/{path}")


def _ask(application: Application, path: str) -> None:
    """Ask for a page; if something is wrong with it, the log and the visitors will be told by itself."""
    origin = urlsplit(settings.SITE_ADDRESS)
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": origin.netloc, "SERVER_NAME": origin.hostname or ""}
    # Behind a proxy that ends TLS, this is what makes the request one of https.
    environ |= {"wsgi.url_scheme": origin.scheme, "HTTP_X_FORWARDED_PROTO": origin.scheme}
    setup_testing_defaults(environ)
    answer = application(environ, lambda *_: None)
    if hasattr(answer, "close"):
        answer.close()
