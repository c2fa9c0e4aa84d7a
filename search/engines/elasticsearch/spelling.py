"""What misspelt words are corrected to: all words of names and tags, read once a minute.

That takes longer than a visitor waits where there are many, so another thread reads, and the visitor waits a while.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Final

from elasticsearch.dsl import A, Search

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.mapping import COUNTABLE, WORDS
from search.ranking.vocabulary import WORD_FIELDS, Spelling

_LASTS: Final = 60.0  # seconds
_WAITED_FOR: Final = 0.5  # seconds
_PAGE: Final = 10_000  # words
_PAGE_SECONDS: Final = 10.0
NO_WORDS: Final = Spelling({})
logger = logging.getLogger(__name__)


class SpellingShelf:
    """Keeps the spelling of one index; threads share it."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection, self._index = connection, index
        self.leave_to_parent()

    def leave_to_parent(self) -> None:
        """Begin anew, in a forked child: the thread that was reading stayed with its parent."""
        self._lock = Lock()
        self._spelling, self._read_at = NO_WORDS, float("-inf")
        self._reading: Event | None = None
        self._begun_at = float("-inf")

    def spelling(self, patience: float) -> Spelling:
        """Return the spelling, at most a minute old, or an older one where reading takes over ``patience`` seconds.

        Nobody waits for a reading that has taken _WAITED_FOR already: a server that hangs would keep each visitor.
        """
        if monotonic() - self._read_at >= _LASTS:
            reading = self._begin()
            reading.wait(max(min(patience, self._begun_at + _WAITED_FOR - monotonic()), 0.0))
        return self._spelling

    def _begin(self) -> Event:
        with self._lock:
            reading = self._reading
            if reading is None:
                reading, self._begun_at = Event(), monotonic()
                self._reading = reading
                Thread(target=self._read, args=(reading,), name="spelling", daemon=True).start()
            return reading

    def _read(self, done: Event) -> None:
        try:
            self._spelling, self._read_at = Spelling(self._uses()), monotonic()
        except EngineUnavailable as reason:
            logger.warning("misspelt words are not corrected: %s", reason)
        finally:
            self._reading = None
            done.set()

    def _uses(self) -> Mapping[str, int]:
        uses: dict[str, int] = {}
        for field in WORD_FIELDS:
            for token, count in sorted(self._counts(field), key=lambda one: (-one[1], one[0])):
                if token.isalpha():
                    uses[token] = uses.get(token, 0) + count
        return uses

    def _counts(self, field: str) -> Iterator[tuple[str, int]]:
        after: dict[str, Any] = {}
        while True:
            found = self._page(_body(field, after))
            yield from ((bucket["key"]["word"], bucket["doc_count"]) for bucket in found["buckets"])
            after = found.get("after_key", {})
            if not after:
                return

    def _page(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._connection.read(
            lambda client: client.search(index=self._index, body=dict(body)).body, seconds=_PAGE_SECONDS
        )
        words: Mapping[str, Any] = found["aggregations"]["words"]
        return words


def _body(field: str, after: Mapping[str, Any]) -> dict[str, Any]:
    counted = field if field in COUNTABLE else f"{field}.{WORDS}"
    search: Search[Any] = Search()[:0]
    source = {"word": A("terms", field=counted)}
    more = {"after": dict(after)} if after else {}
    search.aggs.bucket("words", "composite", size=_PAGE, sources=[source], **more)
    return search.extra(track_total_hits=False).to_dict()
