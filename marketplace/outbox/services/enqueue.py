"""Put a message into the outbox, inside the transaction of its cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.outbox import registry
from marketplace.outbox.models import OutboxMessage


def enqueue(
    *,
    topic: str,
    payload: Mapping[str, Any],
    now: datetime,
    dedupe_key: str | None = None,
    aggregate: str = "",
) -> OutboxMessage | None:
    """Add one message to the outbox.

    Args:
        topic: ``producer_order.confirmed``; a handler is registered under the same name.
        payload: JSON-able, ids only; keys are added, never renamed.
        now: present instant, aware UTC.
        dedupe_key: a second message with the same topic and key is not written.
        aggregate: messages of one aggregate are delivered in order, one at a time.
    Returns:
        The row, or None when the key was there already.
    Raises:
        TransactionManagementError: called outside a transaction; the cause could be lost without the message.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("enqueue() belongs in the transaction of its cause")
    known = registry.route(topic)
    values = {
        "lane": known.lane if known else "default",
        "payload": dict(payload),
        "aggregate": aggregate,
        "available_at": now,
        "retry_since": now,
        "created_at": now,
    }
    if dedupe_key is None:
        return OutboxMessage.objects.create(topic=topic, **values)
    message, created = OutboxMessage.objects.get_or_create(topic=topic, dedupe_key=dedupe_key, defaults=values)
    return message if created else None
