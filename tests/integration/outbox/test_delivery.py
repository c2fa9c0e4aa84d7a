"""Messages are delivered in order, tried again, given up and never lost."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from marketplace.outbox import registry
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.outbox.services import claim as claims
from marketplace.outbox.services import delivery, drain, enqueue
from tests.factories.outbox import ENQUEUED_AT, OutboxMessageFactory
from tests.integration.outbox.conftest import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.differs]


def send(n: int, *, now: datetime, topic: str = "test.topic", aggregate: str = "") -> OutboxMessage:
    with transaction.atomic():
        message = enqueue(topic=topic, payload={"n": n}, now=now, aggregate=aggregate)
    assert message is not None
    return message


def test_messages_arrive_in_the_order_in_which_they_were_written(receiver: Receiver, now: datetime) -> None:
    for n in range(5):
        send(n, now=now)

    assert drain(now=now) == 5

    assert receiver.got == [0, 1, 2, 3, 4]
    assert set(OutboxMessage.objects.values_list("state", "done_at")) == {(MessageState.DONE, now)}
    assert drain(now=now) == 0


def test_a_key_that_was_used_adds_no_second_message(now: datetime) -> None:
    with transaction.atomic():
        first = enqueue(topic="test.topic", payload={"n": 1}, now=now, dedupe_key="k")
        second = enqueue(topic="test.topic", payload={"n": 2}, now=now, dedupe_key="k")

    assert first is not None
    assert second is None
    assert OutboxMessage.objects.get().payload == {"n": 1}


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_of_the_transaction_of_its_cause_is_refused(now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        enqueue(topic="test.topic", payload={}, now=now)

    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_with_the_transaction_that_fails(now: datetime) -> None:
    @transaction.atomic
    def fail_afterwards() -> None:
        enqueue(topic="test.topic", payload={}, now=now)
        raise LookupError

    with pytest.raises(LookupError):
        fail_afterwards()

    assert not OutboxMessage.objects.exists()


def test_a_failure_is_tried_again_later_and_later(
    receiver: Receiver, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.failures = [ValueError("a bug"), registry.TryLater("away")]
    message = send(1, now=now)

    drain(now=now)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (MessageState.READY, 1, "ValueError: a bug")
    assert timedelta(seconds=1.5) <= message.available_at - now <= timedelta(seconds=2.5)
    assert drain(now=now) == 0, "not due yet"

    drain(now=now + timedelta(seconds=3))

    message.refresh_from_db()
    assert message.last_error == "away"
    assert message.available_at - now > timedelta(seconds=3 + 3)
    assert receiver.got == []

    drain(now=now + timedelta(seconds=9))

    assert receiver.got == [1]
    tracebacks = [record for record in caplog.records if record.exc_info]
    assert len(tracebacks) == 1, "what is expected to happen is one line, a bug is a traceback"


@pytest.mark.parametrize(
    ("attempts", "least", "most"), [(1, 1.5, 2.5), (4, 12, 20), (12, 2700, 4500), (60, 2700, 4500)]
)
def test_the_wait_doubles_up_to_an_hour_give_or_take_a_quarter(attempts: int, least: float, most: float) -> None:
    waits = {delivery.retry_delay(attempts=attempts).total_seconds() for _ in range(50)}

    assert least <= min(waits)
    assert max(waits) <= most
    assert len(waits) > 1, "workers that failed together do not come back together"


def test_a_message_that_fails_for_two_days_is_dead(receiver: Receiver, now: datetime) -> None:
    receiver.failures = [registry.TryLater("away"), registry.TryLater("still away")]
    message = send(1, now=now)

    drain(now=now + timedelta(hours=47))
    message.refresh_from_db()
    assert message.state == MessageState.READY

    drain(now=now + timedelta(hours=48))
    message.refresh_from_db()
    assert message.state == MessageState.DEAD
    assert message.last_error == "still away"


def test_a_refusal_is_dead_at_once_with_its_reason(
    receiver: Receiver, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.failures = [registry.Refused("unknown sender")]
    message = send(1, now=now)

    with caplog.at_level(logging.ERROR):
        drain(now=now)

    message.refresh_from_db()
    assert (message.state, message.last_error, message.attempts) == (MessageState.DEAD, "unknown sender", 1)
    assert "unknown sender" in caplog.text


def test_a_dead_message_holds_up_its_own_aggregate_only(receiver: Receiver, now: datetime) -> None:
    receiver.failures = [registry.Refused("no")]
    send(1, now=now, aggregate="order-a")
    send(2, now=now, aggregate="order-a")
    send(3, now=now, aggregate="order-b")
    send(4, now=now)

    drain(now=now)

    assert receiver.got == [3, 4]


def test_within_an_aggregate_the_later_waits_for_the_earlier(receiver: Receiver, now: datetime) -> None:
    receiver.failures = [registry.TryLater("away")]
    send(1, now=now, aggregate="order-a")
    send(2, now=now, aggregate="order-a")

    drain(now=now)
    assert receiver.got == []

    drain(now=now + timedelta(seconds=3))
    assert receiver.got == [1, 2]


def test_a_topic_that_nobody_knows_waits_for_a_worker_that_does(
    receiver: Receiver, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    message = send(1, now=now, topic="from.the.future")

    drain(now=now + timedelta(days=3))

    message.refresh_from_db()
    assert message.state == MessageState.READY
    assert message.available_at == now + timedelta(days=3, minutes=10)
    assert "from.the.future" in caplog.text


def test_a_batch_takes_as_many_as_its_handler_wants(receiver: Receiver, now: datetime) -> None:
    for n in range(23):
        send(n, now=now, topic="test.batch")
    send(99, now=now)

    drain(now=now)

    assert [len(call) for call in receiver.calls] == [10, 10, 3]
    assert sorted(receiver.got) == [*range(23), 99]


def test_a_poisonous_message_spoils_its_batch_once_only(receiver: Receiver, now: datetime) -> None:
    receiver.poison = 2
    for n in range(4):
        send(n, now=now, topic="test.batch")

    drain(now=now)
    assert receiver.got == []

    drain(now=now + timedelta(seconds=5))

    assert sorted(receiver.got) == [0, 1, 3]
    assert sorted(map(len, receiver.calls)) == [1, 1, 1, 1, 4]


def test_what_failed_before_does_not_spoil_the_fresh_ones_behind_it(receiver: Receiver, now: datetime) -> None:
    receiver.poison = 1
    send(1, now=now, topic="test.batch")
    drain(now=now)
    later = now + timedelta(seconds=5)
    for n in (2, 3):
        send(n, now=later, topic="test.batch")

    drain(now=later)

    assert receiver.calls == [[1], [1], [2, 3]]
    assert receiver.got == [2, 3]


def test_a_lease_that_ran_out_is_taken_up_by_another_worker(receiver: Receiver, now: datetime) -> None:
    send(1, now=now)
    assert claims.claim(lane="default", worker="killed", now=now)

    drain(now=now + claims.LEASE - timedelta(seconds=1))
    assert receiver.got == []

    drain(now=now + claims.LEASE)
    assert receiver.got == [1]


def test_who_lost_her_lease_may_not_say_how_it_ended(
    receiver: Receiver, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    message = send(1, now=now)
    slow = claims.claim(lane="default", worker="slow", now=now)
    late = now + claims.LEASE
    claims.claim(lane="default", worker="quick", now=late)

    delivery._finish(slow, state=MessageState.DONE, now=late)

    message.refresh_from_db()
    assert (message.state, message.worker, message.attempts) == (MessageState.LEASED, "quick", 2)
    assert "taken over" in caplog.text


def test_the_leases_of_killed_workers_of_this_machine_are_free_at_once(receiver: Receiver, now: datetime) -> None:
    for host, process_id in [("here", 11), ("here", 22), ("elsewhere", 11)]:
        send(process_id if host == "here" else 33, now=now)
        worker = claims.worker_name(host=host, process_id=process_id, lane="default")
        claims.claim(lane="default", worker=worker, now=now)

    freed = claims.release_leases_of_the_dead(host="here", is_running=lambda pid: pid == 22, now=now)

    assert freed == 1
    drain(now=now)
    assert receiver.got == [11]


def test_messages_of_a_lane_that_is_no_more_are_adopted(receiver: Receiver, now: datetime) -> None:
    OutboxMessageFactory.create(lane="retired", payload={"n": 7})
    OutboxMessageFactory.create(lane="retired", payload={"n": 8}, state=MessageState.DONE, done_at=now)

    assert claims.adopt_strays() == 1

    drain(now=now)
    assert receiver.got == [7]


def test_an_error_text_with_a_nul_is_kept_without_it(receiver: Receiver, now: datetime) -> None:
    receiver.failures = [ValueError("a\x00b" + "c" * 5000)]
    message = send(1, now=now)

    drain(now=now)

    message.refresh_from_db()
    assert message.last_error.startswith("ValueError: ab")
    assert len(message.last_error) <= 2000


def test_who_has_waited_longest_comes_first_not_who_was_written_first(receiver: Receiver, now: datetime) -> None:
    for n, minutes in ((1, 0), (2, 5), (3, 1)):
        at = now - timedelta(minutes=minutes)
        OutboxMessageFactory.create(payload={"n": n}, available_at=at, created_at=at)
    drain(now=now)
    assert receiver.got == [2, 3, 1]


class Killed(BaseException):
    """A process that ends in the middle."""


def test_a_work_in_steps_goes_on_where_its_last_step_ended(receiver: Receiver, now: datetime) -> None:
    steps: list[int] = []
    ends: list[BaseException | None] = [None, Killed(), None, ValueError("a bug"), None, None, None]

    def step(payload: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any] | None:
        steps.append(payload["after"])
        if end := ends.pop(0):
            raise end
        return {"after": payload["after"] + 10} if payload["after"] < 40 else None

    registry.handles_in_steps("test.steps")(step)
    message = OutboxMessageFactory.create(topic="test.steps", lane="heavy", payload={"after": 0})
    with pytest.raises(Killed):
        drain(now=now, lanes=["heavy"])
    drain(now=now + claims.LEASE, lanes=["heavy"])  # its successor, when the lease has run out
    drain(now=now + claims.LEASE + timedelta(minutes=1), lanes=["heavy"])  # and after the failure

    message.refresh_from_db()
    assert steps == [0, 10, 10, 20, 20, 30, 40]
    assert (message.state, message.payload) == (MessageState.DONE, {"after": 40})


def test_other_heavy_work_has_its_turn_between_two_steps(receiver: Receiver, now: datetime) -> None:
    got: list[str] = []

    def step(payload: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any] | None:
        got.append(f"step {payload['after']}")
        return {"after": payload["after"] + 1} if payload["after"] < 2 else None

    registry.handles_in_steps("test.steps")(step)

    def make(payload: Mapping[str, Any], *, now: datetime) -> None:
        got.append("picture")

    registry.handles("test.heavy", lane=registry.HEAVY)(make)
    OutboxMessageFactory.create(topic="test.steps", lane="heavy", payload={"after": 0})
    OutboxMessageFactory.create(topic="test.heavy", lane="heavy", available_at=ENQUEUED_AT + timedelta(seconds=1))

    drain(now=now, lanes=["heavy"])

    assert got == ["step 0", "picture", "step 1", "step 2"]
