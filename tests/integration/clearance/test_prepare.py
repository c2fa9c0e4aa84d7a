"""A confirmed order becomes one customs message, built once, every field from the frozen order."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.conf import LazySettings
from lxml import etree

from marketplace.audit.models import AuditEvent
from marketplace.clearance import transport
from marketplace.clearance.messages import dxp
from marketplace.clearance.models import HandOff
from marketplace.clearance.order_message import envelope_of
from marketplace.clearance.services import prepare_hand_off
from marketplace.clearance.states import HandOffStatus
from marketplace.orders.services import confirm_producer_order
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from tests.factories.catalog import PackFactory
from tests.factories.clearance import ReceiptFactory
from tests.factories.companies import person_of
from tests.factories.orders import OrderLineFactory, ProducerOrderFactory

pytestmark = pytest.mark.django_db

NAMESPACES = {"ceb": "http://www.chinaport.gov.cn/ceb"}


def fields(hand_off: HandOff, path: str) -> dict[str, str]:
    node = etree.fromstring(hand_off.message.encode()).find(path, NAMESPACES)
    assert node is not None
    return {etree.QName(child).localname: child.text or "" for child in node}


def test_the_message_says_what_was_ordered(now: datetime, settings: LazySettings) -> None:
    part = ProducerOrderFactory.create(confirmed=True)
    OrderLineFactory.create(producer_order=part, position=1)
    other = PackFactory.create(good__name_zh_hans="蒙自甜石榴")
    OrderLineFactory.create(
        producer_order=part, position=2, pack=other, unit_price=Decimal("0.304"), quantity=7, content=Decimal("2.5")
    )

    hand_off = prepare_hand_off(producer_order_id=part.pk, now=now)

    head = fields(hand_off, "ceb:Order/ceb:OrderHead")
    assert head | {"guid": "", "appTime": ""} == {
        "guid": "",
        "appType": "1",
        "appTime": "",
        "appStatus": "2",
        "orderType": "B",
        "orderNo": part.number,
        "ebpCode": settings.CLEARANCE_PLATFORM_CODE,
        "ebpName": settings.CLEARANCE_PLATFORM_NAME,
        "ebcCode": part.producer.customs_code,
        "ebcName": part.producer.name_zh_hans,
        "goodsValue": "127.82",
        "freight": "0",
        "currency": "502",
    }
    assert head["guid"] == hand_off.guid
    assert hand_off.guid == str(UUID(hand_off.guid)).upper()
    assert fields(hand_off, "ceb:Order/ceb:OrderList[2]") == {
        "gnum": "2",
        "itemNo": other.sku,
        "itemName": "蒙自甜石榴",
        "itemDescribe": "10 千克纸箱",
        "unit": "035",
        "currency": "502",
        "qty": "17.5",
        "price": "0.304",
        "totalPrice": "5.32",
    }
    assert fields(hand_off, "ceb:BaseTransfer")["dxpId"] == settings.CLEARANCE_DXP_ID
    assert hand_off.mode == "9710"
    assert (hand_off.status, hand_off.order_number, hand_off.created_at) == (HandOffStatus.QUEUED, part.number, now)


def test_asked_again_it_is_the_same_message_and_leaves_once(now: datetime) -> None:
    part = OrderLineFactory.create(producer_order__confirmed=True).producer_order

    first = prepare_hand_off(producer_order_id=part.pk, now=now)
    again = prepare_hand_off(producer_order_id=part.pk, now=now)

    assert (again.pk, again.guid, again.message) == (first.pk, first.guid, first.message)
    message = OutboxMessage.objects.get(topic="clearance.hand_off")
    assert (message.aggregate, message.dedupe_key, message.lane) == (part.number, first.guid, "clearance")
    assert AuditEvent.objects.filter(verb="hand_off.prepared").count() == 1


def test_every_try_sends_the_same_bytes(now: datetime) -> None:
    line = OrderLineFactory.create(producer_order__confirmed=True)
    hand_off = prepare_hand_off(producer_order_id=line.producer_order_id, now=now)

    stored = HandOff.objects.get()
    envelope = dxp.parse(envelope_of(stored))

    assert envelope.created_at == stored.built_at == now, "not the clock: that would be another envelope each second"
    assert envelope_of(stored) == envelope_of(HandOff.objects.get())
    assert envelope.data == hand_off.message.encode()
    assert (envelope.cop_msg_id, envelope.msg_type) == (hand_off.guid, "CEB303Message")


def test_tries_hours_apart_send_the_same_bytes(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []

    def nobody_answers(envelope: bytes, **_: object) -> None:
        sent.append(envelope)
        raise transport.Unreachable(code="unreachable", reason="x")

    monkeypatch.setattr(transport, "send", nobody_answers)
    line = OrderLineFactory.create(producer_order__confirmed=True)
    prepare_hand_off(producer_order_id=line.producer_order_id, now=now)
    for hours in (0, 2, 30):
        drain(now=now + timedelta(hours=hours), lanes=["clearance"])

    assert len(sent) == 3
    assert len(set(sent)) == 1


def test_a_confirmed_order_is_prepared_through_the_outbox(now: datetime) -> None:
    part = OrderLineFactory.create().producer_order
    confirm_producer_order(producer_order_id=part.pk, actor=person_of(part.producer), now=now)
    assert not HandOff.objects.exists()

    drain(now=now, limit=1, lanes=["clearance"])

    assert HandOff.objects.get().producer_order == part


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"producer_order__producer__customs_code": ""}, "exporter.code (ebcCode): required"),
        ({"producer_order__currency": "VND"}, "currency (currency): unknown_currency"),
        ({"names": {"vi": "Gạo"}}, "lines[0].item_name (itemName): required"),
    ],
)
def test_what_breaks_the_field_list_is_refused_with_the_field_and_never_sent(
    changes: dict[str, object], reason: str, now: datetime
) -> None:
    line = OrderLineFactory.create(producer_order__confirmed=True, **changes)

    hand_off = prepare_hand_off(producer_order_id=line.producer_order_id, now=now)

    hand_off.refresh_from_db()
    assert (hand_off.status, hand_off.reason, hand_off.message) == (HandOffStatus.REFUSED, reason, "")
    assert hand_off.settled_at == now
    assert not OutboxMessage.objects.exists()


def test_receipts_that_were_there_first_are_shown_with_the_order(now: datetime) -> None:
    part = OrderLineFactory.create(producer_order__confirmed=True).producer_order
    receipt = ReceiptFactory.create(hand_off=None, order_number=part.number, order_guid="")

    hand_off = prepare_hand_off(producer_order_id=part.pk, now=now)

    assert list(hand_off.receipts.all()) == [receipt]
    assert hand_off.status == HandOffStatus.QUEUED
