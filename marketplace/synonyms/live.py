"""The operators' synonyms as this process knows them, half a second old at most.

One small question twice a second tells whether anything changed. Where the database does not answer, or has no such
table yet, what was known last goes on.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from threading import Lock
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from marketplace.synonyms.models import SynonymGroup, SynonymVersion
from search.analysis.additions import NOTHING, Additions
from search.analysis.glossary import Row, Term, built, term_of

_PATIENCE_AFTER_FAILURE: Final = 5.0  # seconds until the database is asked again
logger = logging.getLogger(__name__)


class Live:
    """Keeps what was read and when to look again; any number of threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: Additions = NOTHING
        self._number: int | None = None
        self._next_look = float("-inf")

    def current(self) -> Additions:
        """Return the synonyms. Answers from memory while another thread looks."""
        every = settings.SEARCH_SYNONYMS_LOOK_EVERY
        if every is not None and monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._look(every)
            finally:
                self._lock.release()
        return self._known

    def read_again(self) -> None:
        """Read everything at the next question, however soon that comes."""
        self._next_look, self._number = float("-inf"), None

    def _look(self, every: float) -> None:
        self._next_look = monotonic() + every
        try:
            with ExitStack() as stack:
                if connection.in_atomic_block:  # a refused question must not spoil the visitor's own transaction
                    stack.enter_context(transaction.atomic())
                self._renew()
        except (DatabaseError, InterfaceError) as reason:
            self._next_look = monotonic() + _PATIENCE_AFTER_FAILURE
            logger.warning("synonyms stay as they were: %s", reason)

    def _renew(self) -> None:
        number = SynonymVersion.objects.filter(pk=1).values_list("number", flat=True).first()
        if number is None:
            self._known, self._number = NOTHING, None
        elif number != self._number:  # read before the groups: what is written between the two is read once more
            self._known, self._number = read(), number


def read() -> Additions:
    """Return the active groups, read now."""
    groups = list(SynonymGroup.objects.filter(is_active=True).order_by("pk"))
    if not groups:
        return NOTHING
    told = json.dumps([[group.terms, group.typed_terms] for group in groups], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Additions(digest, built(list(_rows(groups))))


def _rows(groups: Sequence[SynonymGroup]) -> Iterator[Row]:
    for group in groups:
        sought = [term for lang, texts in group.terms.items() for text in texts for term in terms_of(lang, text)]
        typed = [term for text in group.typed_terms for term in terms_of("any", text)]
        yield typed or sought, sought


def terms_of(lang: str, text: str) -> list[Term]:
    """Return a text as terms of the glossary; one that belongs to no language stands for each that it may be of."""
    if lang != "any":
        return [term_of(lang, text)]
    if any(character >= "⺀" for character in text):
        return [term_of("zh", text)]
    return [term_of("vi", text), *([term_of("en", text)] if text.isascii() else [])]


live: Final = Live()
