"""Whatever goes wrong under ``/kiosk/`` shows a page of the kiosk: one way on, and the same rest as every other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from marketplace.kernel.formats import bcp47
from marketplace.kiosk import visit

NOT_FOUND: Final = 404
TOO_MANY: Final = 429
FAULTS: Final = 500
# Opened on the visitor's own phone, with the market around them.
OF_THE_PHONE: Final = f"{visit.PATH}take/"
# What its own views answer beside a page that was found: said in their pages already.
ANSWERED: Final = frozenset({409, 410})


class ProblemPage(HttpResponse):
    """A page of the kiosk that says what is wrong; the middleware leaves it as it is."""


def good_is_gone() -> HttpResponse:
    """Say that a good is not shown any more."""
    title = _("This good is no longer here")
    text = _("It is not sold at present. Others like it are among the goods.")
    return _page(title=title, text=text, status=NOT_FOUND)


class KioskProblems:
    """Draws the answers of handlers that know nothing of kiosks: unknown addresses, refused requests, faults."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_for_the_kiosk(request, response):
            return response
        found = visit.find(request) if response.status_code < FAULTS else None
        language = found.language if found else translation.get_language() or "en"
        with translation.override(language):
            title, text = _words(response.status_code)
            page = _page(title=title, text=text, status=response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                page.headers[name] = response.headers[name]
        page.headers["Content-Language"] = bcp47(language)
        return page


def _is_for_the_kiosk(request: HttpRequest, response: HttpResponse) -> bool:
    path, status = request.path_info, response.status_code
    if not path.startswith(visit.PATH) or path.startswith(OF_THE_PHONE):
        return False
    if status < 400 or status in ANSWERED or isinstance(response, ProblemPage):  # noqa: PLR2004 - what HTTP calls errors
        return False
    return not (settings.DEBUG and status == FAULTS)  # a developer wants the traceback


def _words(status: int) -> tuple[str, str]:
    if status >= FAULTS:
        return _("This did not work"), _("It is our fault, not yours. Begin again, or ask the staff of the centre.")
    if status == TOO_MANY:
        return _("That was very quick"), _("Wait a moment, then go on.")
    if status == NOT_FOUND:
        return _("There is nothing here"), _("All goods are one touch away.")
    return _("This did not work"), _("Begin again, or ask the staff of the centre.")


def _page(*, title: str, text: str, status: int) -> HttpResponse:
    # Without the request: its context asks for the session and the user, which may be what failed.
    page = ProblemPage(render_to_string("kiosk/problem.html", {"title": title, "text": text}), status=status)
    add_never_cache_headers(page)
    return page
