"""Periodic work has one owner, the schedule: done when its row says so, by one worker at a time, failures kept."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from marketplace.outbox import registry, selectors
from marketplace.outbox.models import ScheduledTask
from marketplace.outbox.rhythms import Daily, Every
from marketplace.outbox.services import bring_schedule_in_line, run_due, run_soon
from marketplace.outbox.services.claim import LEASE, release_leases_of_the_dead, worker_name

pytestmark = pytest.mark.django_db


class Work:
    """Periodic work that notes when it ran, and does as told."""

    def __init__(self) -> None:
        self.ran: list[datetime] = []
        self.answers: list[float | Exception | None] = []

    def __call__(self, *, now: datetime) -> float | None:
        self.ran.append(now)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Work:
    """The only periodic work there is: each minute."""
    monkeypatch.setattr(registry, "_periodics", {})
    work = Work()
    registry.every("test.work", label="Work", seconds=60)(work)
    bring_schedule_in_line(now=now)
    return work


def run(now: datetime, worker: str = "w") -> int:
    return run_due(lane="default", worker=worker, clock=lambda: now)


def row() -> ScheduledTask:
    return ScheduledTask.objects.get(name="test.work")


def test_work_is_done_at_once_and_then_in_its_rhythm(work: Work, now: datetime) -> None:
    assert [run(now), run(now), run(now + timedelta(seconds=59)), run(now + timedelta(seconds=60))] == [1, 0, 0, 1]

    assert work.ran == [now, now + timedelta(seconds=60)]
    assert row().finished_at == now + timedelta(seconds=60)
    assert row().next_run_at == now + timedelta(seconds=120)
    assert (row().lease_until, row().worker) == (None, "")


def test_a_restart_forgets_no_rhythm(work: Work, now: datetime) -> None:
    run(now)
    bring_schedule_in_line(now=now + timedelta(seconds=30))

    assert run(now + timedelta(seconds=30)) == 0


def test_work_may_ask_to_be_done_sooner_this_once(work: Work, now: datetime) -> None:
    work.answers = [0.0, None]

    assert [run(now), run(now), run(now)] == [1, 1, 0]


def test_a_failure_is_kept_shown_and_tried_again_ever_later(
    work: Work, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    work.answers = [ValueError("a\x00bug")] * 12
    waits = []
    for _ in range(10):
        run(now)
        waits.append((row().next_run_at - now).total_seconds())
        now = row().next_run_at

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert (row().failures, row().last_error) == (10, "ValueError: abug")
    (shown,) = selectors.schedule(now=now)
    assert (shown.is_failing, shown.is_late) == (True, False)
    work.answers = []
    with caplog.at_level(logging.INFO):
        run(now)
    assert (row().failures, row().last_error) == (0, "")
    assert "done again after 10 failures" in caplog.text


def test_who_does_not_answer_is_said_once_and_waited_for_no_longer_than_asked(
    work: Work, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    work.answers = [registry.TryLater("away", longest=4)] * 4
    for _ in range(4):
        run(now)
        now = row().next_run_at

    assert (row().failures, row().last_error) == (4, "away")
    assert [record.message for record in caplog.records] == ["The periodic work test.work waits: away"]


def test_what_another_worker_has_at_hand_is_left_to_it_until_its_lease_runs_out(work: Work, now: datetime) -> None:
    ScheduledTask.objects.update(worker="other", lease_until=now + LEASE, started_at=now)

    assert run(now) == 0
    assert selectors.lanes_with_work(["default"], now=now) == set()
    assert run(now + LEASE) == 1


def test_who_lost_her_lease_says_nothing_any_more(work: Work, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    def overtaken(*, now: datetime) -> None:
        ScheduledTask.objects.update(worker="other", started_at=now + LEASE, lease_until=now + 2 * LEASE)

    registry._periodics["test.work"] = registry.Periodic(
        name="test.work", label="Work", lane="default", rhythm=Every(60), run=overtaken
    )
    run(now)

    assert row().worker == "other"
    assert "taken over" in caplog.text


def test_a_worker_that_lost_the_database_in_the_middle_takes_up_its_own(work: Work, now: datetime) -> None:
    ScheduledTask.objects.update(worker="w", lease_until=now + LEASE, started_at=now)

    assert run(now, worker="w") == 1


def test_what_a_killed_worker_of_this_machine_held_is_free_at_once(work: Work, now: datetime) -> None:
    dead = worker_name(host="here", process_id=11, lane="default")
    ScheduledTask.objects.update(worker=dead, lease_until=now + LEASE, started_at=now)

    assert release_leases_of_the_dead(host="here", is_running=lambda pid: pid == 11, now=now) == 0
    assert release_leases_of_the_dead(host="here", is_running=lambda pid: pid != 11, now=now) == 1
    assert run(now) == 1


def test_due_work_wakes_its_lane(work: Work, now: datetime) -> None:
    assert selectors.lanes_with_work(["default", "mail"], now=now) == {"default"}
    run(now)
    assert selectors.lanes_with_work(["default", "mail"], now=now) == set()


def test_work_of_an_unknown_name_is_left_to_a_newer_worker(work: Work, now: datetime) -> None:
    ScheduledTask.objects.create(name="of tomorrow", lane="default", rhythm="every 1 s", next_run_at=now)

    assert run(now) == 1
    bring_schedule_in_line(now=now)
    assert ScheduledTask.objects.filter(name="of tomorrow").exists()
    assert selectors.lanes_with_work(["default"], now=now) == set()
    assert [shown.task.name for shown in selectors.schedule(now=now)] == ["test.work"]


def test_changed_rhythm_or_lane_is_planned_anew(work: Work, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    run(now)
    monkeypatch.setattr(registry, "_periodics", {})
    registry.daily("test.work", label="Work", at=time(3, 30), zone="Asia/Shanghai", lane="mail")(work)
    bring_schedule_in_line(now=now)

    assert (row().lane, row().rhythm) == ("mail", "daily 03:30 Asia/Shanghai")
    assert row().next_run_at.astimezone(UTC).time() == time(19, 30)


def test_work_can_be_asked_for_before_its_time(work: Work, now: datetime) -> None:
    run(now)

    assert run_soon(name="test.work", now=now)
    assert run(now) == 1


def test_work_that_nobody_does_is_late(work: Work, now: datetime) -> None:
    def is_late(at: datetime) -> bool:
        return selectors.schedule(now=at)[0].is_late

    assert not is_late(now + selectors.LATE)
    assert is_late(now + selectors.LATE + timedelta(seconds=1))
    ScheduledTask.objects.update(worker="w", lease_until=now + timedelta(hours=1), started_at=now)
    assert not is_late(now + timedelta(minutes=30)), "it is being done"
    ScheduledTask.objects.all().delete()
    assert is_late(now), "no worker has ever looked"


def test_two_registrations_of_one_name_fail(work: Work) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"test\.work"):
        registry.every("test.work", label="Another", seconds=1)(work)
    with pytest.raises(ImproperlyConfigured, match=r"mail\.notice"):
        registry.handles("mail.notice")(registry._routes["mail.notice"].handle)


@pytest.mark.parametrize(
    "values",
    [
        {"lease_until": datetime(2026, 11, 1, tzinfo=UTC)},
        {"worker": "w"},
        {"failures": 1},
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(work: Work, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledTask.objects.update(**values)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-10T19:29:59+00:00", "2026-11-10T19:30:00+00:00"),
        ("2026-11-10T19:30:00+00:00", "2026-11-11T19:30:00+00:00"),
        ("2026-12-31T20:00:00+00:00", "2027-01-01T19:30:00+00:00"),
    ],
)
def test_daily_work_comes_at_its_hour_by_the_clocks_of_its_zone(now: str, due: str) -> None:
    assert Daily(at=time(3, 30), zone="Asia/Shanghai").after(datetime.fromisoformat(now)) == datetime.fromisoformat(
        due
    )


def test_an_hour_that_clocks_skip_or_repeat_comes_once_a_day() -> None:
    rhythm = Daily(at=time(2, 30), zone="Europe/Berlin")
    at, days = datetime(2026, 3, 27, 12, tzinfo=UTC), []
    for _ in range(4):
        at = rhythm.after(at)
        days.append(at)
    assert [day.isoformat()[5:16] for day in days] == ["03-28T01:30", "03-29T01:30", "03-30T00:30", "03-31T00:30"]
    at, days = datetime(2026, 10, 23, 12, tzinfo=UTC), []
    for _ in range(3):
        at = rhythm.after(at)
        days.append(at)
    assert [day.day for day in days] == [24, 25, 26]


def test_every_room_registers_its_periodic_work() -> None:
    names = {task.name for task in registry.periodics()}

    assert names >= {
        "accounts.clear_sessions",
        "clearance.receipts",
        "cms.publish_scheduled",
        "kiosk.forget_idle_visits",
        "limits.prune",
        "orders.awaiting_verification",
        "orders.waiting_parts",
        "outbox.prune",
        "pricing.worth",
    }
