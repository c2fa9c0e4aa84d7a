"""Several workers at the same moment: every message once, every aggregate in order."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from marketplace.clearance.models import Receipt
from marketplace.clearance.services import prepare_hand_off, receive_envelope
from marketplace.outbox import registry
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.outbox.services import deliver_next
from tests.concurrency.threads import at_once
from tests.factories.customs_messages import SENDER, envelope_of, receipt_xml
from tests.factories.orders import OrderLineFactory
from tests.factories.outbox import OutboxMessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def arrived(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """What a handler that is called from several threads got, by aggregate."""
    arrived: dict[str, list[int]] = defaultdict(list)
    lock = threading.Lock()

    def take(payload: Mapping[str, Any], *, now: datetime) -> None:
        with lock:
            arrived[payload["aggregate"]].append(payload["n"])

    monkeypatch.setattr(registry, "_routes", {})
    registry.handles("test.topic")(take)
    return arrived


def test_four_workers_deliver_each_message_once_and_in_order(arrived: dict[str, list[int]], now: datetime) -> None:
    for n in range(40):
        aggregate = f"order-{n % 5}"
        OutboxMessageFactory.create(aggregate=aggregate, payload={"aggregate": aggregate, "n": n})

    def work() -> int:
        name = f"worker-{threading.get_ident()}"
        idle = taken = 0
        while idle < 20:
            got = deliver_next(lane="default", worker=name, clock=lambda: now)
            taken, idle = taken + got, 0 if got else idle + 1
        return taken

    results = at_once(*[work] * 4)

    assert sum(result for result in results if isinstance(result, int)) == 40, results
    assert dict(arrived) == {f"order-{k}": list(range(k, 40, 5)) for k in range(5)}
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(MessageState.DONE, 1)}


def test_an_order_prepared_by_two_workers_has_one_message(now: datetime) -> None:
    part = OrderLineFactory.create(producer_order__confirmed=True).producer_order

    results = at_once(*[lambda: prepare_hand_off(producer_order_id=part.pk, now=now).guid] * 3)

    assert len(set(map(str, results))) == 1, results
    assert OutboxMessage.objects.filter(topic="clearance.hand_off").count() == 1


def test_a_receipt_taken_in_by_two_pollers_is_kept_once(now: datetime) -> None:
    part = OrderLineFactory.create(producer_order__confirmed=True).producer_order
    hand_off = prepare_hand_off(producer_order_id=part.pk, now=now)
    envelope = envelope_of(receipt_xml(guid=hand_off.guid, orderNo=hand_off.order_number))

    results = at_once(*[lambda: receive_envelope(sender=SENDER, cursor=1, envelope=envelope, now=now)] * 3)

    assert sorted(map(str, results)) == ["0", "0", "1"], results
    assert Receipt.objects.count() == 1
    assert OutboxMessage.objects.filter(topic="clearance.receipt").count() == 1
