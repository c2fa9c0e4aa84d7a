"""What an operator does with a dead message, and what hurries or ends one."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import models, transaction

from marketplace.outbox.errors import MessageNotDead, MessageNotWaiting
from marketplace.outbox.models import OPEN_STATES, MessageState, OutboxMessage


class Recorder(Protocol):
    """``audit.services.record_event``: audit stands beside the outbox, not below it, so the caller hands it in."""

    def __call__(
        self,
        *,
        verb: str,
        subject: models.Model,
        at: datetime,
        actor: int | None,
        actor_label: str,
        data: dict[str, object],
    ) -> object: ...


@transaction.atomic
def replay(*, message_id: int, actor_id: int, actor_label: str, now: datetime, record: Recorder) -> OutboxMessage:
    """Send a dead message again, with the same key and payload.

    Args:
        message_id: primary key of a dead message.
        actor_id: primary key of the person; permission is the caller's duty.
        actor_label: how the person is called.
        now: present instant, aware UTC; its tries begin anew, so its 48 hours do as well.
        record: ``audit.services.record_event``.
    Raises:
        OutboxMessage.DoesNotExist: no such message.
        MessageNotDead: it is on its way, has arrived, or was skipped.
    """
    message = _dead(message_id)
    error, attempts = message.last_error, message.attempts
    message.state, message.attempts = MessageState.READY, 0
    message.available_at = message.retry_since = now
    message.save(update_fields=["state", "attempts", "available_at", "retry_since"])
    record(
        verb="outbox.message.replayed",
        subject=message,
        at=now,
        actor=actor_id,
        actor_label=actor_label,
        data={"topic": message.topic, "attempts": attempts, "last_error": error},
    )
    return message


@transaction.atomic
def skip(
    *, message_id: int, reason: str, actor_id: int, actor_label: str, now: datetime, record: Recorder
) -> OutboxMessage:
    """Give a dead message up for good, so that the ones behind it go on.

    Args:
        message_id: primary key of a dead message.
        reason: why, kept in the audit trail.
        actor_id: primary key of the person; permission is the caller's duty.
        actor_label: how the person is called.
        now: present instant, aware UTC.
        record: ``audit.services.record_event``.
    Raises:
        OutboxMessage.DoesNotExist: no such message.
        MessageNotDead: it is on its way, has arrived, or was skipped.
    """
    message = _dead(message_id)
    message.state = MessageState.SKIPPED
    message.save(update_fields=["state"])
    record(
        verb="outbox.message.skipped",
        subject=message,
        at=now,
        actor=actor_id,
        actor_label=actor_label,
        data={"topic": message.topic, "reason": reason, "last_error": message.last_error},
    )
    return message


def supersede(*, topic: str, dedupe_key: str) -> bool:
    """End a message that a newer one makes pointless, unless it is done. Part of the newer one's transaction."""
    pointless = OutboxMessage.objects.filter(topic=topic, dedupe_key=dedupe_key, state__in=OPEN_STATES)
    return bool(pointless.update(state=MessageState.SKIPPED, lease_until=None, worker=""))


@transaction.atomic
def hurry_one(*, message_id: int, actor_id: int, actor_label: str, now: datetime, record: Recorder) -> OutboxMessage:
    """Make a waiting message due at once, for somebody who does not want to wait for its next try.

    Args:
        message_id: primary key of a message that waits.
        actor_id: primary key of the person; permission is the caller's duty.
        actor_label: how the person is called.
        now: present instant, aware UTC.
        record: ``audit.services.record_event``.
    Raises:
        OutboxMessage.DoesNotExist: no such message.
        MessageNotWaiting: it is being delivered, has arrived, is dead or was skipped.
    """
    message = OutboxMessage.objects.select_for_update().get(pk=message_id)
    if message.state != MessageState.READY:
        raise MessageNotWaiting(state=message.state)
    message.available_at = min(message.available_at, now)
    message.save(update_fields=["available_at"])
    data: dict[str, object] = {"topic": message.topic, "attempts": message.attempts, "last_error": message.last_error}
    record(verb="outbox.message.hurried", subject=message, at=now, actor=actor_id, actor_label=actor_label, data=data)
    return message


def hurry(*, topic: str, now: datetime) -> int:
    """Make the waiting messages of ``topic`` due at once: the other side, which was away, answers again."""
    waiting = OutboxMessage.objects.filter(topic=topic, state=MessageState.READY, available_at__gt=now)
    return waiting.update(available_at=now) if waiting.exists() else 0


def _dead(message_id: int) -> OutboxMessage:
    message = OutboxMessage.objects.select_for_update().get(pk=message_id)
    if message.state != MessageState.DEAD:
        raise MessageNotDead(state=message.state)
    return message
