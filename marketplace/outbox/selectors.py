"""What stands in the outbox, for workers, operators and the health page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from marketplace.outbox import registry
from marketplace.outbox.models import OPEN_STATES, MessageState, OutboxMessage, ScheduledTask, WorkerHeartbeat

# A lane's worker is taken for dead when it was not seen for so long (it writes every few seconds).
SILENCE: Final = timedelta(seconds=30)
# Periodic work that is due for so long and at nobody's hand is late: no worker serves its lane, or it has too much.
LATE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class LaneDepth:
    """How many messages of one lane wait, are at hand, and are dead."""

    lane: str
    ready: int
    leased: int
    dead: int


def ready(*, lane: str, now: datetime) -> QuerySet[OutboxMessage]:
    """Return what a worker of ``lane`` may take at ``now``, in the order of its index.

    No earlier message of the same aggregate is open. A dead one is open: what stands behind it would tell the other
    side half a story.
    """
    return _first_of_its_aggregate(
        OutboxMessage.objects.filter(lane=lane, state=MessageState.READY, available_at__lte=now)
    )


def abandoned(*, lane: str, now: datetime) -> QuerySet[OutboxMessage]:
    """Return what a worker of ``lane`` took and did not finish before its lease ran out."""
    return _first_of_its_aggregate(
        OutboxMessage.objects.filter(lane=lane, state=MessageState.LEASED, lease_until__lte=now)
    )


def _first_of_its_aggregate(messages: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    earlier = OutboxMessage.objects.filter(
        aggregate=OuterRef("aggregate"), id__lt=OuterRef("id"), state__in=OPEN_STATES
    )
    return messages.filter(Q(aggregate="") | ~Exists(earlier)).order_by("available_at", "id")


def lanes_with_work(lanes: Sequence[str], *, now: datetime) -> set[str]:
    """Return those of ``lanes`` in which something is due (1 query): the one question of a worker that has no work.

    A message that waits for an earlier one of its aggregate counts too: to find out costs more than to look in vain.
    """
    is_due = Q(state=MessageState.READY, available_at__lte=now) | Q(state=MessageState.LEASED, lease_until__lte=now)
    # Lane and state by equality too, so that the index leads past all that is done.
    open_ones = OutboxMessage.objects.filter(lane__in=lanes, state__in=[MessageState.READY, MessageState.LEASED])
    messages = open_ones.filter(is_due).values_list("lane", flat=True).order_by()
    names = [periodic.name for periodic in registry.periodics()]
    tasks = _free_tasks(now=now).filter(lane__in=lanes, name__in=names).values_list("lane", flat=True).order_by()
    return set(messages.union(tasks))


def _free_tasks(*, now: datetime, worker: str = "") -> QuerySet[ScheduledTask]:
    # One that this very worker holds is free too: it has one thread, so it lost the database before the end.
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return ScheduledTask.objects.filter(is_free | Q(worker=worker) if worker else is_free, next_run_at__lte=now)


def due_tasks(*, lane: str, worker: str, now: datetime) -> QuerySet[ScheduledTask]:
    """Return the periodic work of ``lane`` that ``worker`` may do at ``now``, what waited longest first."""
    names = [periodic.name for periodic in registry.periodics(lane)]
    return _free_tasks(now=now, worker=worker).filter(lane=lane, name__in=names).order_by("next_run_at", "pk")


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """One periodic work as operators see it. ``row``: None while no worker has ever known it."""

    task: registry.Periodic
    row: ScheduledTask | None
    is_late: bool

    @property
    def is_failing(self) -> bool:
        return self.row is not None and self.row.failures > 0


def schedule(*, now: datetime) -> list[PlannedWork]:
    """Return all registered periodic work with its row, what fails or is late first (1 query)."""
    rows = {row.name: row for row in ScheduledTask.objects.all()}
    planned = [
        PlannedWork(task=task, row=rows.get(task.name), is_late=_is_late(rows.get(task.name), now=now))
        for task in registry.periodics()
    ]
    return sorted(planned, key=lambda work: (not work.is_failing, not work.is_late, work.task.name))


def failures_of(name: str) -> int:
    """Return how often in a row periodic work failed before the run that is going on (1 query)."""
    return ScheduledTask.objects.filter(name=name).values_list("failures", flat=True).first() or 0


def _is_late(row: ScheduledTask | None, *, now: datetime) -> bool:
    return row is None or (now - row.next_run_at > LATE and (row.lease_until is None or row.lease_until <= now))


def dead_letters(*, limit: int = 100) -> list[OutboxMessage]:
    """Return the messages that were given up, latest first; ``last_error`` says why."""
    return list(OutboxMessage.objects.filter(state=MessageState.DEAD).order_by("-id")[:limit])


def by_key(*, topic: str, keys: Iterable[str]) -> dict[str, OutboxMessage]:
    """Return the messages of ``topic`` that are not done, by their key (1 query): tries, last error, next try."""
    found = OutboxMessage.objects.filter(topic=topic, dedupe_key__in=list(keys), state__in=OPEN_STATES)
    return {message.dedupe_key or "": message for message in found}


def depth() -> list[LaneDepth]:
    """Return the open messages by lane, one row a lane that has any."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = OutboxMessage.objects.filter(state__in=OPEN_STATES).values_list("lane", "state").annotate(n=Count("id"))
    for lane, state, n in rows:
        counts[lane][state] = n
    return [
        LaneDepth(lane=lane, ready=by.get("ready", 0), leased=by.get("leased", 0), dead=by.get("dead", 0))
        for lane, by in sorted(counts.items())
    ]


def oldest_waiting(*, now: datetime) -> timedelta | None:
    """Return how long the oldest message that is neither done nor dead has waited, None when nothing waits."""
    first = (
        OutboxMessage.objects.filter(state__in=[MessageState.READY, MessageState.LEASED])
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return now - first if first else None


def silent_lanes(*, now: datetime) -> list[str]:
    """Return the lanes that no worker serves (1 query): none asked for work of late, and none has some at hand."""
    heard = WorkerHeartbeat.objects.filter(seen_at__gte=now - SILENCE).values_list("lane", flat=True)
    leased = OutboxMessage.objects.filter(state=MessageState.LEASED, lease_until__gt=now).values_list(
        "lane", flat=True
    )
    at_work = ScheduledTask.objects.filter(lease_until__gt=now).values_list("lane", flat=True)
    alive = set(heard.union(leased, at_work))
    return [lane for lane in registry.lanes() if lane not in alive]
