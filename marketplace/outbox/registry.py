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


class PeriodicTask(Protocol):
    def __call__(self, *, now: datetime) -> float: ...


class TryLater(DomainError):
    """The other side does not answer at present, as happens: one line in the log, and another try."""

    code = "outbox_try_later"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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


@dataclass(frozen=True, slots=True)
class Periodic:
    """What a lane's worker does beside its messages; ``run`` answers in how many seconds it wants to run again."""

    name: str
    lane: str
    run: PeriodicTask


_routes: dict[str, Route] = {}
_periodics: dict[str, Periodic] = {}


def handles(topic: str, *, lane: str = "default") -> Callable[[Handler], Handler]:
    """Register the decorated function for ``topic``. It runs at least once, outside any transaction: be idempotent."""

    def register(function: Handler) -> Handler:
        _routes[topic] = Route(topic=topic, lane=lane, batch=1, handle=function)
        return function

    return register


def handles_batch(topic: str, *, lane: str, size: int) -> Callable[[BatchHandler], BatchHandler]:
    """Register a function that takes up to ``size`` payloads of ``topic`` at once; all succeed or all are retried."""

    def register(function: BatchHandler) -> BatchHandler:
        _routes[topic] = Route(topic=topic, lane=lane, batch=size, handle=function)
        return function

    return register


def every(name: str, *, lane: str) -> Callable[[PeriodicTask], PeriodicTask]:
    """Register the decorated function as a periodic task of ``lane``. Several workers may run it at the same time."""

    def register(function: PeriodicTask) -> PeriodicTask:
        _periodics[name] = Periodic(name=name, lane=lane, run=function)
        return function

    return register


def route(topic: str) -> Route | None:
    """Return how ``topic`` is handled, None if nobody registered for it."""
    return _routes.get(topic)


def periodics(lane: str) -> list[Periodic]:
    """Return the periodic tasks of ``lane``."""
    return [periodic for periodic in _periodics.values() if periodic.lane == lane]


def lanes() -> list[str]:
    """Return every lane that some handler or periodic task uses, ``default`` first."""
    used = {"default", *(route.lane for route in _routes.values()), *(task.lane for task in _periodics.values())}
    return sorted(used, key=lambda lane: (lane != "default", lane))
