"""Receipts come twice, late, out of order, for strangers or broken: each is kept once and none stops the others."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations

import pytest

from marketplace.audit.models import AuditEvent
from marketplace.clearance.models import HandOff, QuarantinedEnvelope, Receipt, ReceiptCursor
from marketplace.clearance.selectors import (
    hand_offs_of,
    is_anything_open,
    quarantined_envelopes,
    recent_hand_offs,
    unmatched_receipts,
)
from marketplace.clearance.services import receive_envelope
from marketplace.clearance.states import HandOffStatus
from marketplace.kernel.ids import message_guid
from marketplace.outbox.models import OutboxMessage
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.factories.customs_messages import SENDER, envelope_of, receipt_root, receipt_xml

pytestmark = pytest.mark.django_db

INFO = {"2": "电子口岸申报中", "3": "发送海关成功", "120": "海关入库", "100": "海关退单", "-301008": "参数校验不通过"}


def receipt(hand_off: HandOff, status: str, *, guid: str = "", order_guid: str = "") -> bytes:
    xml = receipt_xml(
        guid=order_guid or hand_off.guid, orderNo=hand_off.order_number, returnStatus=status, returnInfo=INFO[status]
    )
    inner = xml[xml.index(b"<ceb:OrderReturn>") : xml.index(b"</ceb:CEB304Message>")].decode()
    return envelope_of(receipt_root(inner, guid=guid or message_guid()), msg_type="CEB304Message")


def take(envelope: bytes, now: datetime, *, cursor: int = 1) -> int:
    return receive_envelope(sender=SENDER, cursor=cursor, envelope=envelope, now=now)


@pytest.mark.parametrize("order", list(permutations(["2", "3", "120"])))
def test_in_whatever_order_they_come_the_end_is_the_same(order: tuple[str, ...], now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)

    for cursor, status in enumerate(order, start=1):
        take(receipt(hand_off, status), now, cursor=cursor)

    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.ACCEPTED
    assert hand_off.receipts.count() == 3
    assert ReceiptCursor.objects.get().position == 3
    assert OutboxMessage.objects.filter(topic="clearance.receipt").count() == 1


def test_the_same_receipt_twice_is_kept_and_told_once(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    envelope = receipt(hand_off, "120", guid=message_guid())

    assert take(envelope, now, cursor=1) == 1
    assert take(envelope, now, cursor=2) == 0

    assert Receipt.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert AuditEvent.objects.filter(verb="hand_off.status.changed").count() == 1


@pytest.mark.parametrize(("first", "second"), [("120", "100"), ("100", "120")])
def test_the_first_final_word_stands(first: str, second: str, now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)

    take(receipt(hand_off, first), now, cursor=1)
    settled = HandOff.objects.get().status
    take(receipt(hand_off, second), now, cursor=2)

    hand_off.refresh_from_db()
    assert hand_off.status == settled
    assert hand_off.receipts.count() == 2


@pytest.mark.parametrize("status", ["100", "-301008"])
def test_a_rejection_carries_its_reason(status: str, now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)

    take(receipt(hand_off, status), now)

    hand_off.refresh_from_db()
    assert (hand_off.status, hand_off.reason) == (HandOffStatus.REJECTED, INFO[status])
    assert hand_off.settled_at == Receipt.objects.get().returned_at


def test_a_receipt_whose_guid_the_platform_made_is_matched_by_the_orders_number(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)

    take(receipt(hand_off, "120", order_guid=message_guid()), now)

    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.ACCEPTED


def test_a_receipt_for_a_stranger_is_kept_apart(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)
    stranger = HandOffFactory.build(producer_order=hand_off.producer_order, order_number="HK26XXXXXXXXX-1")

    assert take(receipt(stranger, "120"), now) == 1

    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.SENT
    (unmatched,) = unmatched_receipts()
    assert unmatched.order_number == "HK26XXXXXXXXX-1"


@pytest.mark.parametrize(
    ("envelope", "reason"),
    [
        (b"not xml", "not_xml"),
        (b"not text \xff", "encoding"),
        (b"", "not_xml"),
        (envelope_of(b"<a/>", msg_type="CEB304Message"), "wrong_root"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "doctype"),
        (envelope_of(receipt_xml(returnStatus="77")), "unknown_status"),
    ],
)
def test_what_cannot_be_read_is_kept_as_it_came_and_the_next_one_is_read(
    envelope: bytes, reason: str, now: datetime
) -> None:
    hand_off = HandOffFactory.create(sent=True)

    assert take(envelope, now, cursor=1) == 0
    assert take(envelope, now, cursor=1) == 0, "asked again after a crash"
    take(receipt(hand_off, "120"), now, cursor=2)

    (kept,) = quarantined_envelopes()
    assert (kept.sender, kept.cursor, kept.reason, bytes(kept.envelope)) == (SENDER, 1, reason, envelope)
    hand_off.refresh_from_db()
    assert hand_off.status == HandOffStatus.ACCEPTED
    assert ReceiptCursor.objects.get().position == 2
    assert QuarantinedEnvelope.objects.count() == 1


def test_the_cursor_never_goes_back(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True)

    take(receipt(hand_off, "2"), now, cursor=9)
    take(receipt(hand_off, "3"), now, cursor=4)

    assert ReceiptCursor.objects.get().position == 9


def test_selectors_name_what_is_open_and_what_came(django_assert_num_queries: pytest.FixtureRequest) -> None:
    assert not is_anything_open()
    rejected = HandOffFactory.create(rejected=True)
    assert not is_anything_open()
    late = HandOffFactory.create(sent=True)
    ReceiptFactory.create_batch(3, hand_off=late)
    assert is_anything_open()

    with django_assert_num_queries(2):  # type: ignore[operator]
        found = hand_offs_of([rejected.producer_order, late.producer_order])
        assert len(found[late.producer_order_id].telling.receipts.all()) == 3
    assert list(recent_hand_offs(status="rejected")) == [rejected]
    assert set(recent_hand_offs()) == {rejected, late}
