"""Messages leave for a real single window, once in effect, whatever happens on the way."""

from __future__ import annotations

import signal
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.conf import LazySettings
from django.core import mail

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record_event
from marketplace.clearance import selectors, transport
from marketplace.clearance.errors import HandOffNotResendable
from marketplace.clearance.models import HandOff, QuarantinedEnvelope, Receipt, ReceiptCursor
from marketplace.clearance.order_message import envelope_of
from marketplace.clearance.services import prepare_hand_off, record_refused, record_sent, resend_hand_off
from marketplace.clearance.states import HandOffStatus
from marketplace.clearance.tasks import ReceiptPoller
from marketplace.clearance.timeline import steps
from marketplace.outbox.models import MessageState, OutboxMessage, ScheduledTask
from marketplace.outbox.registry import TryLater
from marketplace.outbox.services import bring_schedule_in_line, drain, replay, run_due
from tests.contracts.clearance.conftest import Window
from tests.factories.companies import MembershipFactory
from tests.factories.orders import PLACED_AT, OrderLineFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def deliveries(window: Window) -> dict[str, int]:
    return {message["guid"]: message["deliveries"] for message in window.get("/control/messages")["messages"]}


def test_an_order_goes_out_and_its_receipts_lead_it_into_the_customs_system(
    sent: HandOff, window: Window, poller: ReceiptPoller, now: datetime
) -> None:
    assert (sent.status, sent.sent_at) == (HandOffStatus.SENT, PLACED_AT)
    assert deliveries(window) == {sent.guid: 1}

    assert poller(now=now) == 1.0

    sent.refresh_from_db()
    assert sent.status == HandOffStatus.ACCEPTED
    assert list(sent.receipts.order_by("returned_at", "pk").values_list("return_status", "order_guid")) == [
        (2, sent.guid),
        (3, sent.guid),
        (120, sent.guid),
    ]
    assert sent.settled_at == sent.receipts.get(return_status=120).returned_at
    drain(now=now)
    (letter,) = mail.outbox
    assert letter.to == [sent.producer_order.order.placed_by.email]
    assert sent.order_number in letter.subject
    assert poller(now=now) == 15.0, "nothing is under way any more"
    assert Receipt.objects.count() == 3


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
def test_buyer_and_producer_are_told_of_the_verdict_each_in_her_language(
    verdict: str, hand_off: HandOff, window: Window, poller: ReceiptPoller, now: datetime
) -> None:
    part = hand_off.producer_order
    packer = MembershipFactory.create(sales=True, company=part.producer).user
    if verdict == "rejected":
        window.post("/control/reject-next", {"reason": "商品编码有误"})
    drain(now=now, lanes=["clearance"])
    poller(now=now)
    for _ in range(2):
        drain(now=now)
        OutboxMessage.objects.filter(topic="clearance.receipt").update(state="ready", done_at=None)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {part.order.placed_by.email, packer.email}
    assert len(mail.outbox) == 2
    to_buyer, to_producer = letters[part.order.placed_by.email], letters[packer.email]
    assert f"/vi/orders/{part.order.number}/" in to_buyer.body
    assert f"/zh-hans/producer/orders/{part.number}/" in to_producer.body
    assert ("商品编码有误" in to_buyer.body) == ("商品编码有误" in to_producer.body) == (verdict == "rejected")
    assert ("请勿装车" in to_producer.body) == (verdict == "rejected")


def test_the_timeline_shows_each_step_in_the_buyers_language(
    sent: HandOff, window: Window, poller: ReceiptPoller, now: datetime
) -> None:
    part = sent.producer_order
    before = [step.state for step in steps(part, selectors.hand_offs_of([part])[part.pk])]

    poller(now=now)

    after = [step.state for step in steps(part, selectors.hand_offs_of([part])[part.pk])]
    assert before == ["done", "done", "done", "now", "todo", "todo"]
    assert after == ["done"] * 6


@pytest.mark.parametrize("setting", ["CLEARANCE_DXP_ID", "CLEARANCE_RECEIVER_ID"])
def test_an_identifier_that_does_not_fit_the_envelope_becomes_a_dead_letter_that_says_so(
    hand_off: HandOff, window: Window, settings: LazySettings, setting: str, now: datetime
) -> None:
    setattr(settings, setting, "X" * 17)
    drain(now=now, lanes=["clearance"])
    hand_off.refresh_from_db()
    assert (hand_off.status, hand_off.sent_at) == (HandOffStatus.REFUSED, None)
    assert "Id): too_long" in hand_off.reason
    assert OutboxMessage.objects.get(topic="clearance.hand_off").state == MessageState.DEAD
    assert deliveries(window) == {}


def test_a_stopped_window_loses_nothing_and_gets_the_message_once_when_it_is_back(
    hand_off: HandOff, window: Window, poller: ReceiptPoller, now: datetime
) -> None:
    window.end(signal.SIGTERM)
    for minute in range(10):
        drain(now=now + timedelta(minutes=minute), lanes=["clearance"])
        with pytest.raises(TryLater):
            poller(now=now + timedelta(minutes=minute))
    hand_off.refresh_from_db()
    message = OutboxMessage.objects.get(topic="clearance.hand_off")
    assert (hand_off.status, message.state) == (HandOffStatus.QUEUED, MessageState.READY)
    assert message.attempts > 3
    back = now + timedelta(minutes=9)
    assert message.available_at > back, "by itself it would wait longer"

    window.start()
    poller(now=back)  # notices that the window answers, and hurries what waits
    drain(now=back, lanes=["clearance"])
    poller(now=back)

    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.ACCEPTED
    assert deliveries(window) == {hand_off.guid: 1}


def test_a_worker_killed_after_sending_sends_the_same_again_and_the_window_keeps_it_once(
    hand_off: HandOff, window: Window, poller: ReceiptPoller, now: datetime, settings: LazySettings
) -> None:
    transport.send(envelope_of(hand_off), base_url=window.url, timeout=20)  # and killed before it could note so

    drain(now=now, lanes=["clearance"])
    poller(now=now)

    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.ACCEPTED
    assert deliveries(window) == {hand_off.guid: 2}
    assert window.get("/health")["messages"] == 1


def test_a_receipt_that_is_quicker_than_our_own_note_is_not_overtaken_by_it(
    hand_off: HandOff, window: Window, poller: ReceiptPoller, now: datetime
) -> None:
    transport.send(envelope_of(hand_off), base_url=window.url, timeout=20)
    poller(now=now)

    record_sent(hand_off_id=hand_off.pk, guid=hand_off.guid, now=now)

    hand_off.refresh_from_db()
    assert (hand_off.status, hand_off.sent_at) == (HandOffStatus.ACCEPTED, now)


def test_a_rejected_order_shows_its_reason_and_is_corrected_under_a_new_guid(
    hand_off: HandOff, window: Window, poller: ReceiptPoller, actor: User, now: datetime
) -> None:
    window.post("/control/reject-next", {"reason": "商品编码有误"})
    drain(now=now, lanes=["clearance"])
    poller(now=now)
    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.REJECTED
    assert "商品编码有误" in hand_off.reason
    drain(now=now)
    assert "商品编码有误" in mail.outbox[-1].body
    first = hand_off.guid

    again = resend_hand_off(hand_off_id=hand_off.pk, actor=actor, now=now)
    assert (again.status, again.reason, again.sent_at, again.settled_at) == (HandOffStatus.QUEUED, "", None, None)
    assert (again.replaces, again.position) == (hand_off, 2)
    assert again.guid != first
    drain(now=now)
    poller(now=now)

    again.refresh_from_db()
    assert again.status == HandOffStatus.ACCEPTED
    assert deliveries(window) == {first: 1, again.guid: 1}
    event = AuditEvent.objects.get(verb="hand_off.resent")
    assert event.actor_id == actor.pk
    assert event.data["former_guid"] == first
    drain(now=now)
    assert len(mail.outbox) == 2, "rejected, then accepted"


def test_a_late_receipt_for_a_replaced_message_says_nothing_about_the_new_one(
    hand_off: HandOff, window: Window, poller: ReceiptPoller, actor: User, now: datetime
) -> None:
    window.post("/control/reject-next", {"reason": "x"})
    drain(now=now, lanes=["clearance"])
    poller(now=now)
    again = resend_hand_off(hand_off_id=hand_off.pk, actor=actor, now=now)
    ReceiptCursor.objects.all().delete()
    Receipt.objects.all().delete()  # the platform tells the old story again

    poller(now=now)

    again.refresh_from_db()
    assert again.status == HandOffStatus.QUEUED
    assert not again.receipts.exists()
    assert {receipt.order_guid for receipt in hand_off.receipts.all()} == {hand_off.guid}


def test_only_what_came_back_is_sent_again(sent: HandOff, actor: User, now: datetime) -> None:
    with pytest.raises(HandOffNotResendable) as refusal:
        resend_hand_off(hand_off_id=sent.pk, actor=actor, now=now)

    assert refusal.value.status == HandOffStatus.SENT
    sent.refresh_from_db()
    assert HandOff.objects.count() == 1


def test_what_the_window_refuses_is_a_dead_letter_that_can_be_replayed_once_the_cause_is_gone(
    hand_off: HandOff, window: Window, actor: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(envelope: bytes, *, base_url: str, timeout: float) -> transport.Acknowledgement:
        raise transport.Refused(code="unknown_sender", reason="not registered")

    with monkeypatch.context() as at_first:
        at_first.setattr(transport, "send", refuse)
        drain(now=now, lanes=["clearance"])
    hand_off.refresh_from_db()
    message = OutboxMessage.objects.get(topic="clearance.hand_off")
    assert (hand_off.status, hand_off.reason) == (HandOffStatus.REFUSED, "unknown_sender: not registered")
    assert (message.state, message.last_error) == (MessageState.DEAD, "unknown_sender: not registered")

    replay(message_id=message.pk, actor_id=actor.pk, actor_label="-", now=now, record=record_event)
    drain(now=now, lanes=["clearance"])

    hand_off.refresh_from_db()
    assert (hand_off.status, hand_off.reason, hand_off.settled_at) == (HandOffStatus.SENT, "", None)
    assert deliveries(window) == {hand_off.guid: 1}


def test_a_corrected_message_is_not_held_up_by_the_dead_letter_of_the_former(
    hand_off: HandOff, window: Window, actor: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(envelope: bytes, *, base_url: str, timeout: float) -> transport.Acknowledgement:
        raise transport.Refused(code="bad_message", reason="schema")

    with monkeypatch.context() as at_first:
        at_first.setattr(transport, "send", refuse)
        drain(now=now, lanes=["clearance"])

    again = resend_hand_off(hand_off_id=hand_off.pk, actor=actor, now=now)
    drain(now=now, lanes=["clearance"])

    again.refresh_from_db()
    assert again.status == HandOffStatus.SENT
    assert deliveries(window) == {again.guid: 1}
    states = OutboxMessage.objects.filter(topic="clearance.hand_off").order_by("pk").values_list("state", flat=True)
    assert list(states) == [MessageState.SKIPPED, MessageState.DONE]


def test_what_broke_the_field_list_goes_out_once_it_is_corrected(window: Window, actor: User, now: datetime) -> None:
    line = OrderLineFactory.create(producer_order__confirmed=True, producer_order__producer__customs_code="")
    producer = line.producer_order.producer
    hand_off = prepare_hand_off(producer_order_id=line.producer_order_id, now=now)
    second = resend_hand_off(hand_off_id=hand_off.pk, actor=actor, now=now)
    assert second.status == HandOffStatus.REFUSED

    producer.customs_code = "5325D00001"
    producer.save()
    third = resend_hand_off(hand_off_id=second.pk, actor=actor, now=now)
    drain(now=now, lanes=["clearance"])

    third.refresh_from_db()
    assert third.status == HandOffStatus.SENT
    with pytest.raises(HandOffNotResendable):
        resend_hand_off(hand_off_id=hand_off.pk, actor=actor, now=now)


def test_the_word_about_a_replaced_message_changes_nothing(hand_off: HandOff, now: datetime) -> None:
    assert not record_sent(hand_off_id=hand_off.pk, guid="another", now=now)
    assert not record_refused(hand_off_id=hand_off.pk, guid="another", reason="x", now=now)

    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.QUEUED


def _given(now: datetime) -> datetime:
    return now


def waits(times: int, now: datetime) -> list[float]:
    """Let the schedule ask so many times when it is due; how many seconds it waited after each."""
    bring_schedule_in_line(now=now)
    found = []
    for _ in range(times):
        assert run_due(lane="clearance", worker="w", clock=partial(_given, now)) == 1
        due = ScheduledTask.objects.get(name="clearance.receipts").next_run_at
        found.append((due - now).total_seconds())
        now = due
    return found


def test_a_poller_asks_less_and_less_while_nobody_answers(
    settings: LazySettings, now: datetime, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    settings.CLEARANCE_BASE_URL = "http://127.0.0.1:9"

    assert waits(7, now) == [2, 4, 8, 16, 30, 30, 30]
    assert len(caplog.records) == 1, "said once, not at every try"
    assert not QuarantinedEnvelope.objects.exists()


def test_a_poller_looks_more_often_while_something_waits_to_leave(
    settings: LazySettings, hand_off: HandOff, now: datetime
) -> None:
    settings.CLEARANCE_BASE_URL = "http://127.0.0.1:9"

    assert waits(4, now) == [2, 4, 4, 4]


def test_a_window_that_answers_again_is_noticed_by_whatever_worker_asks_first(
    settings: LazySettings, hand_off: HandOff, window: Window, poller: ReceiptPoller, now: datetime
) -> None:
    poller(now=now)  # this worker knows the window as one that answers
    there, settings.CLEARANCE_BASE_URL = settings.CLEARANCE_BASE_URL, "http://127.0.0.1:9"
    drain(now=now, lanes=["clearance"])
    waits(6, now)  # and another one found it away
    settings.CLEARANCE_BASE_URL = there

    poller(now=now + timedelta(seconds=1))

    assert OutboxMessage.objects.get(topic="clearance.hand_off").available_at <= now + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("answer", "status"), [("format", "refused"), ("send-failed", "stuck"), ("error", "rejected"), ("", "accepted")]
)
def test_no_answer_of_the_port_leaves_a_message_without_an_end(
    hand_off: HandOff, window: Window, poller: ReceiptPoller, now: datetime, answer: str, status: str
) -> None:
    window.post("/control/manner", {"end": "399", "encoding": "gb2312", "begin": "line-break", "batch": "odd"})
    if answer:
        window.post("/control/answer-next", {"as": answer})
    drain(now=now, lanes=["clearance"])
    assert poller(now=now) == 1.0

    hand_off.refresh_from_db()
    assert hand_off.status == status
    assert QuarantinedEnvelope.objects.exists() is (answer != "format"), "a return that nobody can read came with it"
    assert poller(now=now) == 15.0, "nothing is under way any more"
