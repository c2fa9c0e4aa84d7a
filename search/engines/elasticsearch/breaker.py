"""Not to ask a server that has just failed, so that visitors do not wait one after another for the same silence."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import Final

from search.engines.base import EngineUnavailable

_REST: Final = 3.0  # seconds


class Breaker:
    """Lets everybody through while all is well; after a failure one question every three seconds, to try."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._try_at: float | None = None

    def admit(self) -> None:
        """Let a question through. Raises EngineUnavailable while the server is left alone."""
        if self._try_at is None:
            return
        with self._lock:
            if self._try_at is None:
                return
            now = monotonic()
            if now < self._try_at:
                raise EngineUnavailable(f"Elasticsearch has failed and is asked again in {self._try_at - now:.1f} s")
            self._try_at = now + _REST  # this question tries; the others go on to wait for what becomes of it

    def succeeded(self) -> None:
        """The server has answered."""
        self._try_at = None

    def failed(self) -> None:
        """The server has not answered, or that it cannot."""
        with self._lock:
            self._try_at = monotonic() + _REST
