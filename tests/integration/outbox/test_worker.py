"""What a worker knows about itself, and when it looks for work."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from marketplace.outbox import registry, worker
from marketplace.outbox.management.commands.outbox_worker import chosen_lanes
from marketplace.outbox.models import MessageState, OutboxMessage, WorkerHeartbeat
from marketplace.outbox.selectors import lanes_with_work
from marketplace.outbox.services import bring_schedule_in_line
from marketplace.outbox.services.claim import worker_name
from tests.factories.outbox import OutboxMessageFactory
from tests.integration.outbox.conftest import Receiver


def lane_worker(now: datetime, *, lane: str = "default") -> worker.LaneWorker:
    return worker.LaneWorker(lane=lane, worker="w", clock=lambda: now, stop=threading.Event(), wake=threading.Event())


@pytest.mark.django_db
def test_a_turn_notes_a_sign_of_life_and_delivers(receiver: Receiver, now: datetime) -> None:
    OutboxMessageFactory.create(payload={"n": 1})

    lane_worker(now)._turn()

    assert receiver.got == [1]
    assert WorkerHeartbeat.objects.get().seen_at == now


@pytest.mark.django_db
def test_a_rung_lane_does_not_rest(receiver: Receiver, now: datetime) -> None:
    lane = lane_worker(now)
    threading.Timer(0.1, lane.wake.set).start()
    started = time.monotonic()

    lane._turn()

    assert time.monotonic() - started < worker.BEAT_SECONDS / 2


@pytest.mark.django_db
def test_periodic_tasks_run_when_they_are_due_and_a_failing_one_stops_nothing(
    receiver: Receiver, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[str] = []

    def tick(*, now: datetime) -> float:
        runs.append("tick")
        return 3600.0

    def fail(*, now: datetime) -> float:
        runs.append("fail")
        raise ValueError("a bug")

    registry.every("test.tick", label="tick", seconds=60)(tick)
    registry.every("test.fail", label="fail", seconds=60)(fail)
    registry.every("test.elsewhere", label="elsewhere", seconds=60, lane="mail")(tick)
    bring_schedule_in_line(now=now)
    OutboxMessageFactory.create_batch(2, payload={"n": 1})
    lane = lane_worker(now)

    lane._turn()
    lane._turn()

    assert runs == ["tick", "fail"]
    assert receiver.got == [1, 1]
    assert "a bug" in caplog.text


@pytest.mark.django_db
def test_only_lanes_in_which_something_is_due_are_woken(now: datetime) -> None:
    OutboxMessageFactory.create(lane="ready")
    OutboxMessageFactory.create(lane="later", available_at=now + timedelta(seconds=1))
    OutboxMessageFactory.create(lane="taken", state=MessageState.LEASED, lease_until=now + timedelta(seconds=1))
    OutboxMessageFactory.create(lane="abandoned", state=MessageState.LEASED, lease_until=now)
    OutboxMessageFactory.create(lane="dead", state=MessageState.DEAD)
    OutboxMessageFactory.create(lane="unasked")
    lanes = ["ready", "later", "taken", "abandoned", "dead", "empty"]

    assert lanes_with_work(lanes, now=now) == {"ready", "abandoned"}


@pytest.mark.django_db
def test_ringing_wakes_lanes_and_ends_when_told(now: datetime) -> None:
    OutboxMessageFactory.create(lane="busy")
    wakes = {"busy": threading.Event(), "idle": threading.Event()}
    stop = threading.Event()
    wakes["busy"].set = stop.set  # type: ignore[method-assign]  # the first ring ends the test

    worker.ring_until_stopped(wakes, stop=stop, clock=lambda: now)

    assert stop.is_set()
    assert not wakes["idle"].is_set()
    assert OutboxMessage.objects.get().state == MessageState.READY


def test_a_process_is_told_from_one_that_has_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert worker.is_running(other.pid)
        other.kill()
    assert not worker.is_running(other.pid)
    assert not worker.is_running(0)
    assert not worker.is_running(os.getpid()), "a lease under this very number is from an earlier life of it"
    assert worker.is_running(1)


def test_a_name_fits_its_column_and_begins_with_machine_and_boot() -> None:
    host = worker.host_name()

    assert worker.host_name() == host
    assert worker_name(host=host, process_id=4_194_304, lane="x" * 16).startswith(f"{host}-4194304-x")
    assert len(worker_name(host="h" * 100, process_id=4_194_304, lane="x" * 16)) <= 64


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--lane", "hevy"], "No such lane: hevy"),
        (["--except-lane", "hevy"], "No such lane: hevy"),
        (["--lane", "heavy", "--except-lane", "mail"], "not allowed with argument"),
    ],
)
def test_a_worker_that_would_serve_nothing_or_the_wrong_lanes_says_so(options: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("outbox_worker", *options)


def test_two_workers_share_the_lanes_without_a_gap() -> None:
    heavy, others = chosen_lanes(only=["heavy"], without=[]), chosen_lanes(only=[], without=["heavy"])

    assert heavy == ["heavy"]
    assert sorted([*heavy, *others]) == sorted(registry.lanes()) == sorted(chosen_lanes(only=[], without=[]))
    with pytest.raises(CommandError, match="No lane is left"):
        chosen_lanes(only=[], without=registry.lanes())


def test_what_needs_the_processor_is_handled_in_the_heavy_lane() -> None:
    heavy = {route.topic for route in registry.routes() if route.lane == registry.HEAVY}

    assert heavy >= {"catalog.picture.added", "cms.image.changed", "cms.images.to_clean", "pricing.rate.changed"}
    assert "clearance.hand_off" not in heavy
