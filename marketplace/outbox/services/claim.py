"""Take messages, in one short transaction, for as long as a lease lasts.

Rules (each was tried with killed workers on SQLite and on PostgreSQL): claim in a transaction of its own, handle
outside of any, finish only what is still one's own; a row is claimable only while nothing earlier of its aggregate is
open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from marketplace.outbox import registry
from marketplace.outbox.models import MessageState, OutboxMessage, ScheduledTask
from marketplace.outbox.selectors import abandoned, ready

# Longer than any handler may take: the single window and the mail server are given up after 10 and 20 seconds.
LEASE: Final = timedelta(seconds=120)


def claim(*, lane: str, worker: str, now: datetime) -> list[OutboxMessage]:
    """Lease the next message of ``lane``, or several of one topic where its handler takes several.

    Args:
        lane: which messages.
        worker: who takes them, at most 64 characters; the fence at the end.
        now: present instant, aware UTC.
    Returns:
        The leased messages, all of one topic; empty when nothing is due.
    """
    # Asked first without a transaction: an idle worker must not take SQLite's one write lock four times a second.
    if not (abandoned(lane=lane, now=now).exists() or ready(lane=lane, now=now).exists()):
        return []
    with transaction.atomic():
        messages = _lock_next(lane=lane, now=now)
        for message in messages:
            message.state, message.worker, message.lease_until = MessageState.LEASED, worker, now + LEASE
            message.attempts += 1
        OutboxMessage.objects.bulk_update(messages, ["state", "worker", "lease_until", "attempts"])
    return messages


def _lock_next(*, lane: str, now: datetime) -> list[OutboxMessage]:
    free = ready(lane=lane, now=now).select_for_update(skip_locked=True, of=("self",))
    left = abandoned(lane=lane, now=now).select_for_update(skip_locked=True, of=("self",))
    first = left.first() or free.first()
    if first is None:
        return []
    route = registry.route(first.topic)
    # What failed once goes alone from then on: it must not take its neighbours with it again.
    if route is None or route.batch == 1 or first.attempts:
        return [first]
    rest = free.filter(topic=first.topic, attempts=0).exclude(pk=first.pk)[: route.batch - 1]
    return [first, *rest]


def adopt_strays() -> int:
    """Move open messages to the lane of their topic that lie in one that nothing uses any more. Returns how many."""
    open_ones = OutboxMessage.objects.filter(state__in=[MessageState.READY, MessageState.LEASED])
    strays = open_ones.exclude(lane__in=registry.lanes())
    return sum(
        strays.filter(topic=topic).update(lane=route.lane if (route := registry.route(topic)) else "default")
        for topic in list(strays.values_list("topic", flat=True).distinct())
    )


def release_leases_of_the_dead(*, host: str, is_running: Callable[[int], bool], now: datetime) -> int:
    """Make the leases of killed workers of this machine free at once, instead of when they run out: on messages and
    on periodic work.

    Args:
        host: how the workers of this machine and boot begin (``worker_name``).
        is_running: tells whether a process id is in use.
        now: present instant, aware UTC.
    Returns:
        How many became free.
    """
    of_this_host = f"{host[:32]}-"
    messages = OutboxMessage.objects.filter(state=MessageState.LEASED, worker__startswith=of_this_host)
    tasks = ScheduledTask.objects.filter(worker__startswith=of_this_host)
    names = messages.values_list("worker", flat=True).order_by().union(tasks.values_list("worker", flat=True))
    gone = [name for name in names if not is_running(_process_id(name, host=host))]
    if not gone:
        return 0
    return messages.filter(worker__in=gone).update(lease_until=now) + tasks.filter(worker__in=gone).update(
        lease_until=None, worker=""
    )


def worker_name(*, host: str, process_id: int, lane: str) -> str:
    """Return the name under which a lane of a process takes messages."""
    return f"{host[:32]}-{process_id}-{lane}"[:64]


def _process_id(worker: str, *, host: str) -> int:
    number = worker.removeprefix(f"{host[:32]}-").partition("-")[0]
    return int(number) if number.isdecimal() else 0
