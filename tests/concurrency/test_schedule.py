"""Several workers at the same moment: periodic work is done once when it is due."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import pytest

from marketplace.outbox import registry
from marketplace.outbox.models import ScheduledTask
from marketplace.outbox.services import bring_schedule_in_line, run_due
from tests.concurrency.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_workers_do_each_work_once_in_every_round(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(registry, "_periodics", {})
    ran: list[str] = []
    at_work: set[str] = set()
    lock = threading.Lock()

    def work(name: str, *, now: datetime) -> None:
        with lock:
            assert name not in at_work, "two workers at one work"
            at_work.add(name)
            ran.append(name)
        time.sleep(0.05)  # long enough for every other worker to come by
        with lock:
            at_work.remove(name)

    def named(name: str) -> registry.PeriodicTask:
        return lambda *, now: work(name, now=now)

    names = [f"work {number}" for number in range(3)]
    for name in names:
        registry.every(name, label=name, seconds=60)(named(name))

    for turn in range(4):
        at = now + timedelta(minutes=turn)

        def begin_and_run(number: int, at: datetime = at) -> int:
            bring_schedule_in_line(now=at)
            return run_due(lane="default", worker=f"worker {number}", clock=lambda: at)

        results = at_once(*[lambda number=number: begin_and_run(number) for number in range(8)])
        assert sum(result for result in results if isinstance(result, int)) == 3, results

    assert sorted(ran) == sorted(names * 4)
    assert not ScheduledTask.objects.exclude(failures=0).exists()
