"""What a page of results says of itself, signed, for the browser to send back when it is seen or a result is opened.

It is the same for every reader of the page and of the day.
Source: docs/adr/0017-searches-are-counted-without-their-people.md
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils import timezone

from marketplace.search_log.models import Kind
from marketplace.search_log.services import Look
from marketplace.storefront.asking import DEFAULT_SORT
from marketplace.storefront.query import PAGE_SIZE, ListQuery
from search.querying import SearchResult

_SALT: Final = "storefront.search_note"
_LONGEST: Final = 6_000  # two hundred characters take up to twelve bytes each, and a third more when packed
_FIELDS: Final = 7
# A tab that was opened before midnight.
_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class SearchNote:
    """``offset``: how many results stand on the pages before."""

    look: Look
    offset: int


def drawn(query: ListQuery, found: SearchResult, *, language: str) -> str:
    """Return the note of a page of results as markup, for the end of its body."""
    note = write(query, language=language, total=found.total, is_degraded=found.degraded, today=timezone.localdate())
    return render_to_string("storefront/_search_log.html", {"note": note})


def write(query: ListQuery, *, language: str, total: int, is_degraded: bool, today: date) -> str:
    """Return the note of a page of results. The same page of the same day has the same note."""
    is_plain = not query.chosen_count and query.page == 1 and query.sort == DEFAULT_SORT
    kind = Kind.SEARCH if is_plain else Kind.REFINED
    offset = (query.page - 1) * PAGE_SIZE
    facts = [today.toordinal(), query.text, language, kind.value, total, int(is_degraded), offset]
    return Signer(salt=_SALT).sign_object(facts)


def read(note: str, *, today: date) -> SearchNote | None:
    """Return what a note says, or None for one that is not ours or too old."""
    if len(note) > _LONGEST:
        return None
    try:
        facts: Any = Signer(salt=_SALT).unsign_object(note)
    except (BadSignature, ValueError):
        return None
    if not isinstance(facts, list) or len(facts) != _FIELDS:
        return None
    day, q, language, kind, total, is_degraded, offset = facts
    if not 0 <= today.toordinal() - day < _DAYS:
        return None
    look = Look(q=q, lang=language, kind=Kind(kind), total=total, is_degraded=bool(is_degraded))
    return SearchNote(look, offset)
