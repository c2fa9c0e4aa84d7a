"""Which function handles which topic. Apps fill it from their ``tasks`` in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from marketplace.kernel.errors import DomainError



class Handler(Protocol):
    def __call__(self, payload: Mapping[str, Any], *, now: datetime) -> None: ...


class BatchHandler(Protocol):
    def __call__(self, payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None: ...


class Refused(DomainError):
    """The other side understood the message and will never take it: no retry, a dead letter with the reason."""

    code = "outbox_message_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Route:
    """How a topic is handled: ``lane`` keeps slow neighbours apart, ``batch`` takes up to that many at once."""

    topic: str
    lane: str
    batch: int
    handle: Callable[..., None]


_routes: dict[str, Route] = {}


def handles(topic: str, *, lane: str = "default") -> Callable[[Handler], Handler]:
    """Register the decorated function for ``topic``. It runs at least once, outside any transaction: be idempotent."""

    def register(function: Handler) -> Handler:
        _routes[topic] = Route(topic=topic, lane=lane, batch=1, handle=function)
        return function

    return register


def handles_batch(topic: str, *, lane: str, size: int) -> Callable[[BatchHandler], BatchHandler]:
    """Register a function that takes up to ``size`` payloads of ``topic`` in one call; all succeed or all are retried."""

    def register(function: BatchHandler) -> BatchHandler:
        _routes[topic] = Route(topic=topic, lane=lane, batch=size, handle=function)
        return function

    return register


def route(topic: str) -> Route | None:
    return _routes.get(topic)


def lanes() -> list[str]:
    """Return every lane that some handler uses, ``default`` first."""
    return sorted({"default", *(route.lane for route in _routes.values())}, key=lambda lane: (lane != "default", lane))
