"""What operators see of the outbox and do with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record_event
from marketplace.outbox import registry, selectors
from marketplace.outbox.errors import MessageNotDead
from marketplace.outbox.models import MessageState, OutboxMessage, WorkerHeartbeat
from marketplace.outbox.services import beat, drain, hurry, prune, replay, skip, supersede
from tests.factories.outbox import OutboxMessageFactory
from tests.integration.outbox.conftest import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.differs]


def replay_as(actor: User, message: OutboxMessage, now: datetime) -> OutboxMessage:
    return replay(message_id=message.pk, actor_id=actor.pk, actor_label=str(actor), now=now, record=record_event)


def dead(n: int, **values: object) -> OutboxMessage:
    return OutboxMessageFactory.create(
        payload={"n": n}, state=MessageState.DEAD, attempts=9, last_error="unknown sender", **values
    )


def test_a_replayed_message_goes_out_with_its_old_key_and_the_ones_behind_it_follow(
    receiver: Receiver, actor: User, now: datetime
) -> None:
    message = dead(1, aggregate="order-a", dedupe_key="k")
    OutboxMessageFactory.create(payload={"n": 2}, aggregate="order-a")

    replay_as(actor, message, now)
    drain(now=now)

    assert receiver.got == [1, 2]
    message.refresh_from_db()
    assert message.dedupe_key == "k"
    event = AuditEvent.objects.get(verb="outbox.message.replayed")
    assert (event.actor_id, event.actor_label, event.subject_id) == (actor.pk, str(actor), str(message.pk))
    assert event.data == {"topic": "test.topic", "attempts": 9, "last_error": "unknown sender"}


def test_a_replayed_message_has_its_two_days_anew(receiver: Receiver, actor: User, now: datetime) -> None:
    receiver.failures = [registry.TryLater("away")]
    later = now + timedelta(days=30)
    message = dead(1)

    replay_as(actor, message, later)
    drain(now=later)

    message.refresh_from_db()
    assert message.state == MessageState.READY
    assert message.attempts == 1


@pytest.mark.parametrize("state", [MessageState.READY, MessageState.DONE, MessageState.SKIPPED])
def test_only_the_dead_are_replayed_or_skipped(state: str, actor: User, now: datetime) -> None:
    message = OutboxMessageFactory.create(state=state, done_at=now if state == MessageState.DONE else None)

    with pytest.raises(MessageNotDead):
        replay_as(actor, message, now)
    with pytest.raises(MessageNotDead):
        skip(message_id=message.pk, reason="-", actor_id=1, actor_label="-", now=now, record=record_event)

    assert not AuditEvent.objects.exists()


def test_a_skipped_message_lets_the_ones_behind_it_go_and_never_goes_itself(
    receiver: Receiver, actor: User, now: datetime
) -> None:
    message = dead(1, aggregate="order-a")
    OutboxMessageFactory.create(payload={"n": 2}, aggregate="order-a")

    skip(
        message_id=message.pk,
        reason="told by phone",
        actor_id=actor.pk,
        actor_label=str(actor),
        now=now,
        record=record_event,
    )
    drain(now=now + timedelta(days=5))

    assert receiver.got == [2]
    assert AuditEvent.objects.get(verb="outbox.message.skipped").data["reason"] == "told by phone"


def test_a_superseded_message_is_skipped_unless_it_has_arrived(now: datetime) -> None:
    OutboxMessageFactory.create(dedupe_key="dead", state=MessageState.DEAD)
    OutboxMessageFactory.create(dedupe_key="done", state=MessageState.DONE, done_at=now)

    assert supersede(topic="test.topic", dedupe_key="dead")
    assert not supersede(topic="test.topic", dedupe_key="done")
    assert not supersede(topic="test.topic", dedupe_key="unheard of")

    states = dict(OutboxMessage.objects.values_list("dedupe_key", "state"))
    assert states == {"dead": MessageState.SKIPPED, "done": MessageState.DONE}


def test_waiting_messages_of_a_topic_can_be_hurried(receiver: Receiver, now: datetime) -> None:
    OutboxMessageFactory.create(payload={"n": 1}, available_at=now + timedelta(hours=1))
    OutboxMessageFactory.create(topic="test.batch", payload={"n": 2}, available_at=now + timedelta(hours=1))

    assert hurry(topic="test.topic", now=now) == 1
    assert hurry(topic="test.topic", now=now) == 0

    drain(now=now)
    assert receiver.got == [1]


def test_depth_age_and_dead_letters_tell_how_the_outbox_stands(now: datetime) -> None:
    assert selectors.depth() == []
    assert selectors.oldest_waiting(now=now) is None
    OutboxMessageFactory.create_batch(2, lane="search")
    OutboxMessageFactory.create(lane="search", state=MessageState.DONE, done_at=now)
    OutboxMessageFactory.create(state=MessageState.LEASED, lease_until=now, created_at=now - timedelta(hours=2))
    first, second = dead(1), dead(2)

    assert selectors.depth() == [
        selectors.LaneDepth(lane="default", ready=0, leased=1, dead=2),
        selectors.LaneDepth(lane="search", ready=2, leased=0, dead=0),
    ]
    assert selectors.oldest_waiting(now=now) == timedelta(hours=2)
    assert selectors.dead_letters() == [second, first]
    assert selectors.dead_letters(limit=1) == [second]


def test_a_lane_whose_worker_was_not_seen_for_half_a_minute_is_taken_for_unserved(now: datetime) -> None:
    assert selectors.silent_lanes(now=now) == registry.lanes()
    beat(lane="mail", worker="a", now=now - timedelta(minutes=1))
    beat(lane="mail", worker="b", now=now)

    assert WorkerHeartbeat.objects.get().worker == "b"
    assert "mail" not in selectors.silent_lanes(now=now + timedelta(seconds=30))
    assert "mail" in selectors.silent_lanes(now=now + timedelta(seconds=31))


def test_a_lane_with_something_at_hand_is_served_however_long_it_takes(now: datetime) -> None:
    OutboxMessageFactory.create(lane="heavy", state=MessageState.LEASED, lease_until=now + timedelta(seconds=1))

    assert "heavy" not in selectors.silent_lanes(now=now)
    assert "heavy" in selectors.silent_lanes(now=now + timedelta(seconds=1))


def test_long_done_messages_are_forgotten_and_open_ones_never(now: datetime) -> None:
    old = now - timedelta(days=31)
    OutboxMessageFactory.create(state=MessageState.DONE, done_at=old, created_at=old)
    OutboxMessageFactory.create(state=MessageState.SKIPPED, created_at=old)
    kept = [
        OutboxMessageFactory.create(state=MessageState.DONE, done_at=now, created_at=old),
        OutboxMessageFactory.create(created_at=old),
        dead(1, created_at=old),
    ]

    assert prune(before=now - timedelta(days=30)) == 2

    assert set(OutboxMessage.objects.values_list("pk", flat=True)) == {message.pk for message in kept}


def test_the_prune_command_says_how_many_it_deleted() -> None:
    old = timezone.now() - timedelta(days=8)
    OutboxMessageFactory.create(state=MessageState.DONE, done_at=old)
    out = StringIO()

    call_command("outbox_prune", days=7, stdout=out)

    assert out.getvalue() == "deleted 1\n"


def test_what_was_done_at_the_very_instant_is_not_older_than_it(now: datetime) -> None:
    OutboxMessageFactory.create(state=MessageState.DONE, done_at=now, created_at=now)
    OutboxMessageFactory.create(state=MessageState.SKIPPED, created_at=now)
    assert prune(before=now) == 0
    assert prune(before=now + timedelta(seconds=1)) == 2
