"""Messages in the outbox."""

from __future__ import annotations

from datetime import UTC, datetime

from factory.django import DjangoModelFactory

from marketplace.outbox.models import MessageState, OutboxMessage

ENQUEUED_AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


class OutboxMessageFactory(DjangoModelFactory[OutboxMessage]):
    class Meta:
        model = OutboxMessage

    topic = "test.topic"
    payload: dict[str, object] = {}
    state = MessageState.READY
    available_at = ENQUEUED_AT
    retry_since = ENQUEUED_AT
    created_at = ENQUEUED_AT
