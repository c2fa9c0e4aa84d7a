"""Where browsers tell that a page of results was seen, or a result opened. It answers nothing, whatever is sent."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from http import HTTPStatus
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.saved_searches.services import note_recent_search
from marketplace.search_log.models import Kind
from marketplace.search_log.services import count_click, count_search
from marketplace.storefront import search_note
from marketplace.storefront.search_note import SearchNote

# Programs that say what they are. Most run no scripts and never come here. Cubot makes telephones.
_ROBOT: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|headless|preview|monitor|lighthouse|facebookexternalhit|python|curl|wget|^$",
    re.IGNORECASE,
)
_POSITION: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_LONGEST_AGENT: Final = 512
logger = logging.getLogger(__name__)


@never_cache
@require_POST
def search_seen(request: HttpRequest) -> HttpResponse:
    """Count a search, or with ``position`` (from 1, on its page) the click on a result. Always 204."""
    now = timezone.now()
    note = search_note.read(request.POST.get("note", ""), today=timezone.localdate(now))
    if note is not None and not _is_robot(request):
        try:
            _count(request, note, now)
        except DatabaseError:
            # A count is not worth an error to anybody.
            logger.warning("a search was not counted", exc_info=True)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _count(request: HttpRequest, note: SearchNote, now: datetime) -> None:
    typed = request.POST.get("position", "")
    if typed:
        if _POSITION.fullmatch(typed):
            count_click(look=note.look, position=note.offset + int(typed), now=now)
        return
    count_search(look=note.look, now=now)
    if note.look.kind == Kind.SEARCH and request.user.is_authenticated:
        # For herself, apart from the count, and only while she wants it: see her account page.
        note_recent_search(user_id=request.user.pk, q=note.look.q, lang=note.look.lang, now=now)


def _is_robot(request: HttpRequest) -> bool:
    return bool(_ROBOT.search(request.META.get("HTTP_USER_AGENT", "")[:_LONGEST_AGENT]))
