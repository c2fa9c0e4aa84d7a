"""Receipts as senders really write them: none loses a verdict, and what cannot be read waits for an operator."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import OperationalError

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.clearance import services, tasks, transport
from marketplace.clearance.errors import EnvelopeClosed
from marketplace.clearance.models import HandOff, QuarantinedEnvelope, Receipt, ReceiptCursor
from marketplace.clearance.selectors import hand_offs_of, is_anything_open, quarantined_envelopes, unmatched_receipts
from marketplace.clearance.services import receive_envelope, record_refused, record_sent
from marketplace.clearance.states import HandOffStatus
from marketplace.clearance.tasks import ReceiptPoller
from marketplace.clearance.timeline import plain, reason_of, steps
from marketplace.kernel.ids import message_guid
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from tests.factories.clearance import HandOffFactory
from tests.factories.customs_messages import SENDER, envelope_of, receipt_root, receipt_xml, refusal_xml

pytestmark = pytest.mark.django_db


def returned(hand_off: HandOff, status: str, **changes: str) -> str:
    values = {"guid": hand_off.guid, "orderNo": hand_off.order_number, "returnStatus": status, **changes}
    xml = receipt_xml(**values).decode()
    return xml[xml.index("<ceb:OrderReturn>") : xml.index("</ceb:CEB304Message>")]


def take(*returns: str, now: datetime, cursor: int = 1) -> int:
    envelope = envelope_of(receipt_root("".join(returns), guid=message_guid()), msg_type="CEB304Message")
    return receive_envelope(sender=SENDER, cursor=cursor, envelope=envelope, now=now)


def refuse(hand_off: HandOff, now: datetime, **changes: str) -> int:
    envelope = envelope_of(refusal_xml(oriCopMsgId=hand_off.guid, **changes), msg_type="CEB900Message")
    return receive_envelope(sender=SENDER, cursor=1, envelope=envelope, now=now)


def state(hand_off: HandOff) -> tuple[str, str]:
    hand_off.refresh_from_db()
    return hand_off.status, hand_off.reason


def test_one_odd_return_takes_none_of_the_others_with_it(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    several = HandOffFactory.create_batch(5, sent=True)
    odd = returned(several[2], "120", returnTime="20231399999999")

    with caplog.at_level(logging.ERROR, logger="marketplace.clearance"):
        assert (
            take(
                *(returned(one, "120") for one in several[:2]),
                odd,
                *(returned(one, "120") for one in several[3:]),
                now=now,
            )
            == 4
        )

    assert [state(one)[0] for one in several] == ["accepted", "accepted", "sent", "accepted", "accepted"]
    (kept,) = quarantined_envelopes()
    (fault,) = kept.faults
    assert (fault["position"], fault["reason"]) == (3, "bad_time")
    assert several[2].order_number in fault["text"]
    assert "bad_time" in caplog.text


@pytest.mark.parametrize("status", ["120", "399"])
def test_both_editions_settle(status: str, now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, status), now=now)
    assert state(hand_off) == ("accepted", "")
    assert hand_off.return_status == int(status)
    assert not is_anything_open()


def test_a_refusal_of_format_or_signature_settles_the_message_that_it_names(now: datetime) -> None:
    named, other = HandOffFactory.create_batch(2, sent=True)
    assert refuse(named, now) == 1
    assert state(named) == ("refused", "验签失败")
    assert (named.return_status, named.settled_at) == (-621029, named.receipts.get().returned_at)
    assert state(other)[0] == "sent"
    drain(now=now)
    assert "验签失败" in mail.outbox[0].body
    assert refuse(named, now) == 0, "the same once more"


def test_a_refusal_that_is_quicker_than_our_own_note_is_not_undone_by_it(now: datetime) -> None:
    hand_off = HandOffFactory.create()
    refuse(hand_off, now)
    record_sent(hand_off_id=hand_off.pk, guid=hand_off.guid, now=now)
    assert state(hand_off) == ("refused", "验签失败")
    assert hand_off.sent_at == now


def test_a_refusal_at_the_door_does_not_undo_a_verdict(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, "120"), now=now)
    record_refused(hand_off_id=hand_off.pk, guid=hand_off.guid, reason="guid_reused: x", now=now)
    assert state(hand_off) == ("accepted", "")


def test_a_refusal_of_a_message_that_is_not_ours_is_shown_with_the_strays(now: datetime) -> None:
    refuse(HandOffFactory.build(guid=message_guid(), producer_order=None, order_number="x"), now)
    (stray,) = unmatched_receipts()
    assert (stray.message_type, stray.order_number) == ("CEB900Message", "")


def test_a_failed_sending_is_work_for_an_operator_until_the_port_goes_on(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, "2"), returned(hand_off, "4", returnInfo="发送海关失败"), now=now)
    assert state(hand_off) == ("stuck", "发送海关失败")
    part = hand_off.producer_order
    assert [step.state for step in steps(part, hand_offs_of([part])[part.pk])][-3:] == ["bad", "todo", "todo"]
    assert not is_anything_open()

    take(returned(hand_off, "3"), returned(hand_off, "120"), now=now, cursor=2)
    assert state(hand_off) == ("accepted", "")


def test_a_stuck_message_is_sent_again_as_a_new_one(actor: User, now: datetime) -> None:
    hand_off = HandOffFactory.create(status=HandOffStatus.STUCK, sent_at=now)
    again = services.resend_hand_off(hand_off_id=hand_off.pk, actor=actor, now=now)
    assert (again.replaces, again.app_type) == (hand_off, "1")
    assert state(hand_off)[0] == "stuck"


@pytest.mark.parametrize(
    ("info", "shown"),
    [
        ("", "100"),
        ("-", "100"),
        ("长" * 3000, "长" * 999 + "…"),
        ("[Code:1800;Desc:逻辑校验失败]", "逻辑校验失败 (1800)"),
        ("[Code:1800;Desc:逻辑校验失败][Code:13;Desc:单证不全]", "逻辑校验失败 (1800); 单证不全 (13)"),
        ("新增申报成功[4CDE1CFD-EDED-46B1-946C-B8022E42FC94]", "新增申报成功"),
        ("[]", "[]"),
    ],
)
def test_a_rejection_keeps_its_verdict_whatever_its_text(info: str, shown: str, now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, "100", returnInfo=info), now=now)
    assert state(hand_off)[0] == "rejected"
    assert shown in reason_of(hand_off)
    drain(now=now)
    assert shown in mail.outbox[0].body


@pytest.mark.parametrize("said", ["", "x", "[Code:;Desc:]", "[code：7；desc：x]"])
def test_texts_of_the_port_are_never_lost(said: str) -> None:
    assert bool(plain(said)) == bool(said)


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8"])
@pytest.mark.parametrize("before", [b"", b"\r\n", b"\xef\xbb\xbf"])
def test_envelope_and_message_may_each_be_in_chinese_bytes(encoding: str, before: bytes, now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    message = receipt_root(returned(hand_off, "100", returnInfo="单证不全", returnTime="20261110103000")).decode()
    envelope = envelope_of(before + declared + message.encode(encoding))
    envelope = before + declared + envelope.decode().split("?>", 1)[1].encode(encoding)
    receive_envelope(sender=SENDER, cursor=1, envelope=envelope, now=now)
    assert state(hand_off) == ("rejected", "单证不全")


@pytest.mark.parametrize(
    ("changes", "is_ours"),
    [
        ({}, True),
        ({"ebpCode": ""}, True),
        ({"ebpCode": "-"}, True),
        ({"guid": ""}, True),
        ({"guid": "17"}, True),
        ({"ebcCode": ""}, True),
        ({"ebpCode": "5300000000"}, False),
        ({"ebpCode": "5300000000", "guid": "17"}, False),
        ({"orderNo": "HK0000000000X-1"}, False),
    ],
)
def test_receipts_are_matched_on_platform_code_and_order_number(
    changes: dict[str, str], is_ours: bool, now: datetime
) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, "120", **changes), now=now)
    assert (state(hand_off)[0] == "accepted") is is_ours
    assert unmatched_receipts().exists() is not is_ours


def test_the_platform_is_the_one_in_the_message_though_the_setting_changed(
    now: datetime, settings: LazySettings
) -> None:
    hand_off = HandOffFactory.create(sent=True, platform_code="OLD")
    settings.CLEARANCE_PLATFORM_CODE = "NEW"
    take(returned(hand_off, "120", ebpCode="OLD"), now=now)
    assert state(hand_off)[0] == "accepted"


def test_one_message_may_speak_twice_of_one_order(now: datetime) -> None:
    added = HandOffFactory.create(sent=True)
    deleted = HandOffFactory.create(
        sent=True, producer_order=added.producer_order, position=2, app_type="3", created_at=now
    )
    assert take(returned(added, "120"), returned(deleted, "120"), now=now) == 2
    assert [state(added)[0], state(deleted)[0]] == ["accepted", "accepted"]


def test_what_could_not_be_read_is_tried_again_and_read_or_stays(
    actor: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, "120"), returned(hand_off, "777"), now=now)
    kept = QuarantinedEnvelope.objects.get()

    tried = services.retry_envelope(envelope_id=kept.pk, actor=actor, now=now)
    assert (tried.tries, tried.closed_at, tried.reason) == (2, None, "unknown_status")
    assert Receipt.objects.count() == 1, "what was read before is not taken twice"

    with monkeypatch.context() as newer:
        newer.setattr("marketplace.clearance.messages.ceb304.ReceiptStatus", [120, 777])
        tried = services.retry_envelope(envelope_id=kept.pk, actor=actor, now=now)
    assert (tried.closed_at, tried.closed_as) == (now, "read")
    assert not quarantined_envelopes().exists()
    assert hand_off.receipts.count() == 2
    assert AuditEvent.objects.filter(verb="receipt.tried_again", actor_id=actor.pk).count() == 2
    with pytest.raises(EnvelopeClosed):
        services.set_envelope_aside(envelope_id=kept.pk, note="x", actor=actor, now=now)


def test_what_nobody_needs_is_set_aside_with_its_reason_and_kept(actor: User, now: datetime) -> None:
    receive_envelope(sender=SENDER, cursor=1, envelope=b"junk", now=now)
    kept = services.set_envelope_aside(
        envelope_id=QuarantinedEnvelope.objects.get().pk, note="a test of the port", actor=actor, now=now
    )
    assert (kept.closed_as, kept.note, bytes(kept.envelope)) == ("aside", "a test of the port", b"junk")
    assert AuditEvent.objects.get(verb="receipt.set_aside").data["note"] == "a test of the port"
    with pytest.raises(EnvelopeClosed):
        services.retry_envelope(envelope_id=kept.pk, actor=actor, now=now)


class TestOurOwnFault:
    """An envelope on which the program itself fails."""

    @pytest.fixture(autouse=True)
    def _polled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.first, self.second = HandOffFactory.create_batch(2, sent=True)
        found = [
            transport.ReceiptEnvelope(cursor=n, envelope=envelope_of(receipt_root(returned(one, "120"))))
            for n, one in enumerate([self.first, self.second], start=1)
        ]
        monkeypatch.setattr(transport, "poll_receipts", lambda *, after, **_: found[after:])

    def fail_at_the_first(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        def receive(*, cursor: int, **rest: object) -> int:
            if cursor == 1:
                raise error
            return receive_envelope(cursor=cursor, **rest)  # type: ignore[arg-type]

        monkeypatch.setattr(tasks, "receive_envelope", receive)

    def test_it_is_set_apart_and_those_behind_it_are_read(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, actor: User
    ) -> None:
        self.fail_at_the_first(monkeypatch, KeyError("x"))
        ReceiptPoller()(now=now)
        assert state(self.second)[0] == "accepted"
        kept = QuarantinedEnvelope.objects.get()
        assert (kept.cursor, kept.reason, kept.detail) == (1, "fault", "KeyError")
        assert "could not be taken in" in caplog.text
        services.retry_envelope(envelope_id=kept.pk, actor=actor, now=now)
        assert state(self.first)[0] == "accepted"

    def test_a_database_that_is_away_sets_nothing_apart(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fail_at_the_first(monkeypatch, OperationalError("away"))
        with pytest.raises(OperationalError):
            ReceiptPoller()(now=now)
        assert not QuarantinedEnvelope.objects.exists()
        assert not ReceiptCursor.objects.exists()


def test_a_verdict_is_told_by_one_message(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    take(returned(hand_off, "100"), now=now)
    take(returned(hand_off, "-301008"), now=now + timedelta(seconds=1), cursor=2)
    assert OutboxMessage.objects.filter(topic="clearance.receipt").count() == 1


def test_while_receipts_come_the_next_are_asked_for_soon(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [transport.ReceiptEnvelope(cursor=1, envelope=envelope_of(receipt_xml()))]
    monkeypatch.setattr(transport, "poll_receipts", lambda *, after, **_: found[after:])
    poller = ReceiptPoller()
    assert not is_anything_open()
    assert [poller(now=now), poller(now=now)] == [1.0, 15.0]
