"""The number that grows with every change that a visitor can see, read at most once a second in each process."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings

from marketplace.catalog.selectors import storefront_revision
from marketplace.web.process_cache import clears_with


class RevisionWatch:
    """Reads again after ``settings.STOREFRONT_REVISION_SECONDS``; 0 there means once for each request."""

    def __init__(
        self, *, source: Callable[[], int] = storefront_revision, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._source, self._clock = source, clock
        self._value = 0
        self._read_at = float("-inf")
        clears_with(self.forget)

    def value(self) -> int:
        """Return the revision, by a query if the last one is too long ago."""
        now = self._clock()
        if now - self._read_at >= (settings.STOREFRONT_REVISION_SECONDS or float("inf")):
            # The instant before the query: what is read may be older than its answer, never younger than we say.
            self._value, self._read_at = self._source(), now
        return self._value

    def begin_request(self) -> None:
        if not settings.STOREFRONT_REVISION_SECONDS:
            self.forget()

    def forget(self) -> None:
        self._read_at = float("-inf")


watch = RevisionWatch()


def current() -> int:
    """Return the revision that this process works with."""
    return watch.value()
