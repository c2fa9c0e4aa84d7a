"""Not to ask a server that has just failed, so that visitors do not wait one after another for the same silence."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import Final

from search.engines.base import EngineUnavailable

_REST: Final = 3.0  # seconds
_ENOUGH: Final = 2  # failures in a row: one alone may be a node that is just leaving


class Breaker:
    """Lets everybody through while all is well; after two failures in a row one question every three seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._try_at: float | None = None
        self._failures = 0
        self._why = ""

    def admit(self) -> None:
        """Let a question through. Raises EngineUnavailable while the server is left alone."""
        if self._try_at is None:
            return
        with self._lock:
            if self._try_at is None:
                return
            now = monotonic()
            if now < self._try_at:
                raise EngineUnavailable(f"{self._why} (it is asked again in {self._try_at - now:.1f} s)")
            self._try_at = now + _REST  # this question tries; the others go on to wait for what becomes of it

    def succeeded(self) -> None:
        """The server has answered."""
        self._try_at, self._failures = None, 0

    def failed(self, why: str) -> None:
        """The server has not answered, or that it cannot; ``why``: what those are told who do not get to ask it."""
        with self._lock:
            self._why = why
            self._failures += 1
            if self._failures >= _ENOUGH:
                self._try_at = monotonic() + _REST
