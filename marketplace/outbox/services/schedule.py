"""Do periodic work when its row says that it is due: by one worker at a time, whoever comes first.

A row is claimed by one conditional update, so that two workers never have it both; what a killed worker held is free
when its lease runs out, or at once when a worker of the same machine starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from marketplace.outbox import registry
from marketplace.outbox.models import ScheduledTask
from marketplace.outbox.selectors import due_tasks
from marketplace.outbox.services.claim import LEASE

logger = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS: Final = 300.0
_LONGEST_POWER: Final = 9  # 2 ** 9 s is over five minutes
_LONGEST_ERROR: Final = 2_000

Clock = Callable[[], datetime]


def bring_schedule_in_line(*, now: datetime) -> None:
    """Give every registered work its row; one whose lane or rhythm was changed is planned anew.

    Rows of unknown names stay: a newer worker that runs beside this one may know them.
    """
    rows = {row.name: row for row in ScheduledTask.objects.all()}
    for task in registry.periodics():
        values = {"lane": task.lane, "rhythm": str(task.rhythm), "next_run_at": task.rhythm.first(now)}
        row = rows.get(task.name)
        if row is None:
            ScheduledTask.objects.get_or_create(name=task.name, defaults=values)
        elif (row.lane, row.rhythm) != (values["lane"], values["rhythm"]):
            ScheduledTask.objects.filter(pk=row.pk).update(**values)


def run_due(*, lane: str, worker: str, clock: Clock) -> int:
    """Do what is due in ``lane``, each work once.

    Args:
        lane: which work.
        worker: who does it, at most 64 characters; one thread.
        clock: gives the present instant, aware UTC.
    Returns:
        How many were done, failed ones included; what another worker has at hand is left to it.
    """
    names = list(due_tasks(lane=lane, worker=worker, now=clock()).values_list("name", flat=True))
    return sum(_run(name, lane=lane, worker=worker, clock=clock) for name in names)


@transaction.atomic
def run_soon(*, name: str, now: datetime) -> bool:
    """Make work due at once that waits for its time; whether it was there."""
    return bool(ScheduledTask.objects.filter(name=name, next_run_at__gt=now).update(next_run_at=now))


def _run(name: str, *, lane: str, worker: str, clock: Clock) -> bool:
    started_at, task = clock(), registry.periodic(name)
    mine = due_tasks(lane=lane, worker=worker, now=started_at).filter(name=name)
    if task is None or not mine.update(lease_until=started_at + LEASE, worker=worker, started_at=started_at):
        return False
    row = ScheduledTask.objects.filter(name=name, worker=worker, started_at=started_at)
    failures = row.values_list("failures", flat=True).first() or 0
    try:
        again = task.run(now=started_at)
    except Exception as error:  # noqa: BLE001 - logged there, and kept on the row
        _failed(row, task, error, failures=failures, now=clock())
    else:
        if failures:
            logger.info("The periodic work %s is done again after %s failures", name, failures)
        now = clock()
        _finish(row, now=now, next_run_at=task.rhythm.after(now) if again is None else now + timedelta(seconds=again))
    if clock() - started_at > LEASE / 2:
        logger.warning("The periodic work %s took more than half of its lease", name)
    return True


def _failed(
    row: QuerySet[ScheduledTask], task: registry.Periodic, error: Exception, *, failures: int, now: datetime
) -> None:
    longest = LONGEST_PAUSE_SECONDS
    if isinstance(error, registry.TryLater):
        longest, reason = error.longest or longest, error.reason or error.code
        if not failures:
            logger.warning("The periodic work %s waits: %s", task.name, reason)
    else:
        reason = f"{type(error).__name__}: {error}"
        logger.error("The periodic work %s failed", task.name, exc_info=error)
    pause = timedelta(seconds=min(longest, float(2 ** min(failures + 1, _LONGEST_POWER))))
    _finish(row, now=now, next_run_at=now + pause, failures=failures + 1, error=reason)


def _finish(
    row: QuerySet[ScheduledTask], *, now: datetime, next_run_at: datetime, failures: int = 0, error: str = ""
) -> None:
    # Fenced by worker and start: whoever's lease ran out and was given to another may no longer say anything.
    is_mine = row.update(
        lease_until=None,
        worker="",
        finished_at=now,
        next_run_at=next_run_at,
        failures=failures,
        last_error=error[:_LONGEST_ERROR].replace("\x00", ""),
    )
    if not is_mine:
        logger.warning("Periodic work was taken over by another worker before it was done")
