"""An order has several messages: each goes its own way, a change waits for what it builds on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from lxml import etree

from marketplace.clearance.crossing import Crossing
from marketplace.clearance.errors import NothingToAmend
from marketplace.clearance.models import HandOff
from marketplace.clearance.selectors import counts_by_status, hand_offs_of, recent_hand_offs
from marketplace.clearance.services import (
    amend_hand_off,
    prepare_hand_off,
    receive_envelope,
    record_refused,
    record_sent,
)
from marketplace.clearance.states import AppType, HandOffStatus
from marketplace.clearance.timeline import is_under_way, steps
from marketplace.outbox.models import OutboxMessage
from tests.factories.clearance import HandOffFactory
from tests.factories.customs_messages import SENDER, envelope_of, receipt_xml
from tests.factories.orders import OrderLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def added(now: datetime) -> HandOff:
    """The message that adds an order, sent."""
    line = OrderLineFactory.create(producer_order__confirmed=True)
    hand_off = prepare_hand_off(producer_order_id=line.producer_order_id, now=now)
    record_sent(hand_off_id=hand_off.pk, guid=hand_off.guid, now=now)
    return hand_off


def answer(hand_off: HandOff, status: int, now: datetime, *, guid: str | None = None, info: str = "x") -> None:
    said = {"guid": hand_off.guid if guid is None else guid, "orderNo": hand_off.order_number, "returnInfo": info}
    stamp = f"{now + timedelta(hours=8):%Y%m%d%H%M%S}"
    xml = receipt_xml(**said, returnStatus=str(status), returnTime=stamp)
    cursor = OutboxMessage.objects.count() + 1
    receive_envelope(sender=SENDER, cursor=cursor, envelope=envelope_of(xml), now=now)


def statuses() -> list[str]:
    return list(HandOff.objects.order_by("position").values_list("status", flat=True))


def queued() -> int:
    return OutboxMessage.objects.filter(topic="clearance.hand_off").count()


@pytest.mark.parametrize("app_type", [AppType.CHANGE, AppType.DELETE])
def test_a_change_waits_for_the_answer_and_leaves_after_a_yes(
    added: HandOff, app_type: AppType, now: datetime
) -> None:
    second = amend_hand_off(producer_order_id=added.producer_order_id, app_type=app_type, now=now)
    assert (second.status, second.position, second.guid != added.guid) == (HandOffStatus.WAITING, 2, True)
    head = etree.fromstring(second.message.encode()).find(".//{*}appType")
    assert head is not None
    assert head.text == app_type
    assert queued() == 1, "nothing of it has left"

    answer(added, 3, now)
    assert statuses() == ["at_customs", "waiting"]
    answer(added, 120, now)
    assert statuses() == ["accepted", "queued"]
    assert queued() == 2


@pytest.mark.parametrize("status", [100, -301008])
def test_a_withdrawal_is_dropped_when_customs_does_not_take_the_order(
    added: HandOff, status: int, now: datetime
) -> None:
    amend_hand_off(producer_order_id=added.producer_order_id, app_type=AppType.DELETE, now=now)
    answer(added, status, now)
    assert statuses() == ["rejected", "dropped"]
    assert queued() == 1
    crossing = hand_offs_of([added.producer_order])[added.producer_order_id]
    assert crossing.status == HandOffStatus.REJECTED


def test_a_refusal_at_the_door_drops_what_waits_too(now: datetime) -> None:
    line = OrderLineFactory.create(producer_order__confirmed=True)
    hand_off = prepare_hand_off(producer_order_id=line.producer_order_id, now=now)
    amend_hand_off(producer_order_id=line.producer_order_id, app_type=AppType.DELETE, now=now)
    record_refused(hand_off_id=hand_off.pk, guid=hand_off.guid, reason="bad_message: x", now=now)
    assert statuses() == ["refused", "dropped"]


def test_several_wait_in_their_order(added: HandOff, now: datetime) -> None:
    change, delete = (
        amend_hand_off(producer_order_id=added.producer_order_id, app_type=app_type, now=now)
        for app_type in (AppType.CHANGE, AppType.DELETE)
    )
    answer(added, 120, now)
    assert statuses() == ["accepted", "queued", "waiting"]
    answer(change, 100, now)
    assert statuses() == ["accepted", "rejected", "queued"], "customs has the order as it was"
    answer(delete, 399, now)
    assert statuses() == ["accepted", "rejected", "accepted"]


def test_a_withdrawal_is_made_once_and_of_what_customs_has(added: HandOff, now: datetime) -> None:
    part = added.producer_order_id
    first = amend_hand_off(producer_order_id=part, app_type=AppType.DELETE, now=now)
    assert amend_hand_off(producer_order_id=part, app_type=AppType.DELETE, now=now) == first
    answer(added, 120, now)
    answer(first, 120, now)
    with pytest.raises(NothingToAmend):
        amend_hand_off(producer_order_id=part, app_type=AppType.CHANGE, now=now)


def test_nothing_is_withdrawn_that_was_never_handed_over_or_came_back(added: HandOff, now: datetime) -> None:
    stranger = OrderLineFactory.create(producer_order__confirmed=True).producer_order_id
    answer(added, 100, now)
    for part in (stranger, added.producer_order_id):
        with pytest.raises(NothingToAmend):
            amend_hand_off(producer_order_id=part, app_type=AppType.DELETE, now=now)


def test_the_newest_yes_tells_the_state(added: HandOff, now: datetime) -> None:
    part = added.producer_order

    def shown() -> tuple[str, list[str]]:
        crossing = hand_offs_of([part])[part.pk]
        return crossing.telling.app_type, [step.state for step in steps(part, crossing)]

    answer(added, 120, now)
    assert shown() == ("1", ["done"] * 6)
    change = amend_hand_off(producer_order_id=part.pk, app_type=AppType.CHANGE, now=now)
    assert shown() == ("1", ["done"] * 6 + ["now"])
    assert is_under_way(part, hand_offs_of([part])[part.pk])
    answer(change, 100, now, info="单证不全")
    assert shown() == ("1", ["done"] * 6 + ["bad"])
    assert steps(part, hand_offs_of([part])[part.pk])[-1].quote == "单证不全"
    delete = amend_hand_off(producer_order_id=part.pk, app_type=AppType.DELETE, now=now)
    record_sent(hand_off_id=delete.pk, guid=delete.guid, now=now)
    answer(delete, 120, now)
    assert shown()[0] == "3"


def test_a_guid_of_the_ports_own_speaks_of_the_newest_without_a_verdict_that_was_there_by_then(
    added: HandOff, now: datetime
) -> None:
    answer(added, 120, now, guid="PORT-1")
    later = now + timedelta(hours=1)
    delete = amend_hand_off(producer_order_id=added.producer_order_id, app_type=AppType.DELETE, now=later)

    answer(added, 100, now + timedelta(minutes=5), guid="PORT-2")
    assert statuses() == ["accepted", "queued"], "given before the withdrawal was made"
    answer(delete, 120, later + timedelta(minutes=1), guid="PORT-3")
    assert statuses() == ["accepted", "accepted"]


@pytest.mark.parametrize(("seconds", "is_about_it"), [(120, False), (61, False), (60, True), (30, True), (-30, True)])
def test_the_ports_clock_may_be_a_minute_behind_ours(
    added: HandOff, now: datetime, seconds: int, is_about_it: bool
) -> None:
    answer(added, 120, now, guid="PORT-1")
    later = now + timedelta(hours=1)
    amend_hand_off(producer_order_id=added.producer_order_id, app_type=AppType.DELETE, now=later)
    answer(added, 100, later - timedelta(seconds=seconds), guid="PORT-2")
    assert statuses() == ["accepted", "rejected" if is_about_it else "queued"]


def test_a_guid_in_the_text_names_the_message(added: HandOff, now: datetime) -> None:
    answer(added, 120, now)
    delete = amend_hand_off(producer_order_id=added.producer_order_id, app_type=AppType.DELETE, now=now)
    answer(added, 100, now, guid="PORT-1", info=f"新增申报成功[{added.guid.lower()}]")
    assert statuses() == ["accepted", "queued"]
    answer(delete, 100, now, guid="PORT-2", info=f"删除失败[{delete.guid}]")
    assert statuses() == ["accepted", "rejected"]


def test_what_was_replaced_is_no_work_any_more(now: datetime) -> None:
    former = HandOffFactory.create(rejected=True)
    HandOffFactory.create(producer_order=former.producer_order, position=2, replaces=former)
    assert counts_by_status() == {"queued": 1}
    assert [row.position for row in recent_hand_offs()] == [2]


@pytest.mark.parametrize(
    "changes",
    [
        {"position": 1},
        {"position": 0},
        {"position": 2, "app_type": "4"},
        {"position": 2, "status": "waiting"},
        {"position": 2, "status": "sent", "message": ""},
        {"position": 2, "status": "rejected", "reason": ""},
        {"position": 2, "status": "lost"},
    ],
)
def test_the_database_keeps_what_a_message_is(changes: dict[str, object]) -> None:
    first = HandOffFactory.create(sent=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOffFactory.create(producer_order=first.producer_order, **changes)


def test_a_message_is_replaced_once() -> None:
    former = HandOffFactory.create(rejected=True)
    HandOffFactory.create(producer_order=former.producer_order, position=2, replaces=former)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOffFactory.create(producer_order=former.producer_order, position=3, replaces=former)


def test_of_dropped_messages_alone_the_last_tells() -> None:
    dropped = HandOffFactory.create(app_type="3", status=HandOffStatus.DROPPED)
    assert Crossing([dropped]).telling == dropped
