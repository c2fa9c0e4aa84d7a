"""Signs of life, and the clearing away of what is long done."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from marketplace.outbox.models import MessageState, OutboxMessage, WorkerHeartbeat

_BATCH: Final = 500
PRUNED_AT_ONCE: Final = 20_000  # far shorter than a lease


def beat(*, lane: str, worker: str, now: datetime) -> None:
    """Note that ``worker`` asks for work in ``lane``."""
    WorkerHeartbeat.objects.update_or_create(lane=lane, defaults={"worker": worker, "seen_at": now})


def prune(*, before: datetime, most: int | None = None) -> int:
    """Delete messages that were done before an instant, and skipped ones as old, in short transactions.

    Args:
        before: an instant, aware UTC.
        most: stop when so many were deleted.
    Returns:
        How many were deleted; ``most`` or more: there may be others.
    """
    old = OutboxMessage.objects.filter(state=MessageState.DONE, done_at__lt=before) | OutboxMessage.objects.filter(
        state=MessageState.SKIPPED, created_at__lt=before
    )
    deleted = 0
    while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
        deleted += OutboxMessage.objects.filter(pk__in=batch).delete()[0]
        if most is not None and deleted >= most:
            break
    return deleted
