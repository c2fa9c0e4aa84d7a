"""Hand claimed messages to their handler and record how it went."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F

from marketplace.outbox import registry
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.outbox.services.claim import claim

logger = logging.getLogger(__name__)

MAX_AGE: Final = timedelta(hours=48)
MAX_DELAY: Final = timedelta(hours=1)
# Nobody here knows the topic: a newer worker may. Looked at again now and then, never dead for it.
UNKNOWN_DELAY: Final = timedelta(minutes=10)
_LONGEST_POWER: Final = 12  # 2 ** 12 s is over an hour
_LONGEST_ERROR: Final = 2_000

Clock = Callable[[], datetime]


def deliver_next(*, lane: str, worker: str, clock: Clock) -> int:
    """Claim and deliver what comes next in ``lane``.

    Args:
        lane: which messages.
        worker: name of the caller, at most 64 characters.
        clock: gives the present instant, aware UTC.
    Returns:
        How many messages were taken, whatever became of them; 0: nothing is due.
    """
    messages = claim(lane=lane, worker=worker, now=clock())
    if messages:
        _deliver(messages, clock=clock)
    return len(messages)


def drain(*, now: datetime, limit: int = 1000, lanes: Sequence[str] | None = None) -> int:
    """Deliver in the calling thread until nothing is due at ``now``, follow-ups of the handlers included.

    Returns:
        How many messages were taken.
    """
    taken = 0
    while taken < limit:
        round_taken = sum(
            deliver_next(lane=lane, worker="drain", clock=lambda: now) for lane in lanes or registry.lanes()
        )
        if not round_taken:
            break
        taken += round_taken
    return taken


def _deliver(messages: list[OutboxMessage], *, clock: Clock) -> None:
    topic = messages[0].topic
    route = registry.route(topic)
    if route is None:
        logger.warning("No handler for the outbox topic %s", topic)
        _finish(messages, state=MessageState.READY, now=clock(), delay=UNKNOWN_DELAY, error="No handler here.")
        return
    payloads = [message.payload for message in messages]
    try:
        rest = route.handle(payloads if route.batch > 1 else payloads[0], now=clock())
    except registry.Refused as refusal:
        logger.error("Outbox message %s #%s is refused: %s", topic, messages[0].pk, refusal.reason)  # noqa: TRY400 - an answer, no bug
        _finish(messages, state=MessageState.DEAD, now=clock(), error=refusal.reason)
    except registry.TryLater as reason:
        logger.warning("Outbox message %s #%s waits: %s", topic, messages[0].pk, reason.reason)
        _fail(messages, now=clock(), error=reason.reason)
    except Exception as error:
        logger.exception("Outbox message %s #%s failed", topic, messages[0].pk)
        _fail(messages, now=clock(), error=f"{type(error).__name__}: {error}")
    else:
        if route.is_in_steps and rest is not None:
            _go_on(messages[0], rest=rest, now=clock())
        else:
            _finish(messages, state=MessageState.DONE, now=clock())


def _go_on(message: OutboxMessage, *, rest: Mapping[str, Any], now: datetime) -> None:
    """Keep what is left of a work in steps: its turn comes again after what else is due, and its tries begin anew."""
    left = {"payload": dict(rest), "attempts": 0, "retry_since": now}
    _finish([message], state=MessageState.READY, now=now, others=left)


def _fail(messages: list[OutboxMessage], *, now: datetime, error: str) -> None:
    for message in messages:
        is_dead = now - message.retry_since >= MAX_AGE
        if is_dead:
            logger.error("Outbox message %s #%s is given up: %s", message.topic, message.pk, error)
        state = MessageState.DEAD if is_dead else MessageState.READY
        _finish([message], state=state, now=now, delay=retry_delay(attempts=message.attempts), error=error)


def retry_delay(*, attempts: int) -> timedelta:
    """Return how long to wait after the ``attempts``-th try: 2^n seconds, an hour at most, give or take a quarter."""
    seconds = min(MAX_DELAY.total_seconds(), float(2 ** min(attempts, _LONGEST_POWER)))
    return timedelta(seconds=seconds * (0.75 + secrets.randbelow(1001) / 2000))


def _finish(
    messages: list[OutboxMessage],
    *,
    state: MessageState,
    now: datetime,
    delay: timedelta = timedelta(0),
    error: str = "",
    others: Mapping[str, Any] | None = None,
) -> None:
    # Fenced: whoever's lease ran out and was given to another may no longer say anything about the message.
    values: dict[str, Any] = {
        "state": state,
        "lease_until": None,
        "worker": "",
        "available_at": now + delay if state == MessageState.READY else F("available_at"),
        "done_at": now if state == MessageState.DONE else None,
        "last_error": error[:_LONGEST_ERROR].replace("\x00", ""),
        **(others or {}),
    }
    for message in messages:
        mine = OutboxMessage.objects.filter(
            pk=message.pk, worker=message.worker, attempts=message.attempts, state=MessageState.LEASED
        )
        if not mine.update(**values):
            logger.warning("Outbox message %s #%s was taken over by another worker", message.topic, message.pk)
