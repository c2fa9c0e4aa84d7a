"""Who hears that something changed in the index: rooms above register in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Listener(Protocol):
    def __call__(self, *, ids: Sequence[str], now: datetime) -> None: ...


_listeners: list[Listener] = []


def announce_to(listener: Listener) -> None:
    """Tell this function of every change that is news; it runs after the index was written, and may run twice.

    Raises:
        ValueError: it is told already.
    """
    if listener in _listeners:
        raise ValueError(f"{listener} is told already")
    _listeners.append(listener)


def announce(*, ids: Sequence[str], now: datetime) -> None:
    """Tell all of them which documents changed.

    Args:
        ids: document ids, ``good:HH-MZ-001``.
        now: present instant, aware UTC.
    """
    for listener in _listeners:
        listener(ids=ids, now=now)
