"""Which function handles which topic, and what is done again and again.

Rooms fill it from their ``tasks`` in ``AppConfig.ready``. Two registrations of one name fail there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.core.exceptions import ImproperlyConfigured

from marketplace.kernel.errors import DomainError
from marketplace.outbox.rhythms import Daily, Every, Rhythm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

# For what burns the processor (pictures, imports, documents): served by a process of its own where there is one, so
# that nobody waits for it. One message is a step far shorter than its lease; what is longer is handled in steps.
HEAVY: Final = "heavy"


class Handler(Protocol):
    def __call__(self, payload: Mapping[str, Any], *, now: datetime) -> None: ...


class BatchHandler(Protocol):
    def __call__(self, payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None: ...


class StepHandler(Protocol):
    def __call__(self, payload: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any] | None: ...


class PeriodicTask(Protocol):
    def __call__(self, *, now: datetime) -> float | None: ...


class TryLater(DomainError):
    """The other side does not answer at present, as happens: one line in the log, and another try.

    ``longest``: seconds that periodic work at most waits for its next try, however often it failed before.
    """

    code = "outbox_try_later"

    def __init__(self, reason: str, *, longest: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.longest = longest


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
    handle: Callable[..., Any]
    is_in_steps: bool = False


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work of ``lane`` that comes again. ``run`` may answer in how many seconds it wants to run instead of as its
    rhythm says; ``label`` is how operators read it.
    """

    name: str
    label: StrOrPromise
    lane: str
    rhythm: Rhythm
    run: PeriodicTask


_routes: dict[str, Route] = {}
_periodics: dict[str, Periodic] = {}
_at_start: dict[str, tuple[str, Callable[[], object]]] = {}


def handles(topic: str, *, lane: str = "default") -> Callable[[Handler], Handler]:
    """Register the decorated function for ``topic``. It runs at least once, outside any transaction: be idempotent."""

    def register(function: Handler) -> Handler:
        _add_route(Route(topic=topic, lane=lane, batch=1, handle=function))
        return function

    return register


def handles_batch(topic: str, *, lane: str, size: int) -> Callable[[BatchHandler], BatchHandler]:
    """Register a function that takes up to ``size`` payloads of ``topic`` at once; all succeed or all are retried."""

    def register(function: BatchHandler) -> BatchHandler:
        _add_route(Route(topic=topic, lane=lane, batch=size, handle=function))
        return function

    return register


def handles_in_steps(topic: str, *, lane: str = HEAVY) -> Callable[[StepHandler], StepHandler]:
    """Register a function that does a part of a long work, far shorter than a lease, and returns what is left.

    What it returns becomes the message's payload, and its turn comes again after what else waits in the lane; None:
    all is done. A killed worker's successor goes on where the last finished step ended.
    """

    def register(function: StepHandler) -> StepHandler:
        _add_route(Route(topic=topic, lane=lane, batch=1, handle=function, is_in_steps=True))
        return function

    return register


def every(
    name: str, *, label: StrOrPromise, seconds: float, lane: str = "default"
) -> Callable[[PeriodicTask], PeriodicTask]:
    """Register the decorated function to run so many seconds after its last run, by one worker at a time.

    It returns None, or in how many seconds it wants to run again this once. It may run twice: be idempotent.
    """
    return _periodic(name, label=label, lane=lane, rhythm=Every(seconds=seconds))


def daily(
    name: str, *, label: StrOrPromise, at: time, zone: str, lane: str = "default"
) -> Callable[[PeriodicTask], PeriodicTask]:
    """Register the decorated function to run each day at ``at`` in ``zone`` (IANA), like ``every`` otherwise."""
    return _periodic(name, label=label, lane=lane, rhythm=Daily(at=at, zone=zone))


def at_start(name: str, *, lane: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register the decorated function to run once in every process that serves ``lane``, before its first message."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _refuse_second(name, _at_start)
        _at_start[name] = (lane, function)
        return function

    return register


def route(topic: str) -> Route | None:
    """Return how ``topic`` is handled, None if nobody registered for it."""
    return _routes.get(topic)


def routes() -> list[Route]:
    """Return how all topics are handled."""
    return list(_routes.values())


def periodic(name: str) -> Periodic | None:
    """Return the periodic work of that name, None if nobody registered it."""
    return _periodics.get(name)


def periodics(lane: str | None = None) -> list[Periodic]:
    """Return the periodic work of ``lane``, or all of it."""
    return [periodic for periodic in _periodics.values() if lane in {None, periodic.lane}]


def starts(lane: str) -> list[Callable[[], object]]:
    """Return what a process does before it serves ``lane``."""
    return [function for of_lane, function in _at_start.values() if of_lane == lane]


def lanes() -> list[str]:
    """Return every lane that some handler or periodic task uses, ``default`` first."""
    used = {"default", *(route.lane for route in _routes.values()), *(task.lane for task in _periodics.values())}
    return sorted(used, key=lambda lane: (lane != "default", lane))


def _periodic(name: str, *, label: StrOrPromise, lane: str, rhythm: Rhythm) -> Callable[[PeriodicTask], PeriodicTask]:
    def register(function: PeriodicTask) -> PeriodicTask:
        _refuse_second(name, _periodics)
        _periodics[name] = Periodic(name=name, label=label, lane=lane, rhythm=rhythm, run=function)
        return function

    return register


def _add_route(added: Route) -> None:
    _refuse_second(added.topic, _routes)
    _routes[added.topic] = added


def _refuse_second(name: str, known: Mapping[str, object]) -> None:
    if name in known:
        raise ImproperlyConfigured(f"“{name}” is registered twice with the outbox")
