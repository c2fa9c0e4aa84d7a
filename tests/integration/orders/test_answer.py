"""A producer confirms or declines, once; the buyer is told."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.orders import services
from marketplace.orders.errors import ReasonRequired
from marketplace.orders.models import ProducerOrder
from marketplace.orders.selectors import (
    order_of_buyer,
    orders_of_buyer,
    producer_order_of,
    producer_orders_of,
    waiting_count,
)
from marketplace.orders.states import ProducerOrderStatus, TransitionNotAllowed
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from marketplace.payments.models import TransferStatus
from tests.factories.companies import CompanyFactory, person_of
from tests.factories.orders import OrderFactory, OrderLineFactory, ProducerOrderFactory
from tests.factories.payments import BankTransferFactory

pytestmark = pytest.mark.django_db


def confirm(part: ProducerOrder, now: datetime) -> ProducerOrder:
    """One of the producer's people takes the order."""
    return services.confirm_producer_order(producer_order_id=part.pk, actor=person_of(part.producer), now=now)


def decline(part: ProducerOrder, reason: str, now: datetime) -> ProducerOrder:
    """One of the producer's people refuses the order."""
    actor = person_of(part.producer)
    return services.decline_producer_order(producer_order_id=part.pk, reason=reason, actor=actor, now=now)


def test_a_confirmed_order_is_queued_for_the_single_window_once(now: datetime) -> None:
    part = ProducerOrderFactory.create()
    actor = person_of(part.producer)

    confirmed = services.confirm_producer_order(producer_order_id=part.pk, actor=actor, now=now)

    assert (confirmed.status, confirmed.confirmed_at) == (ProducerOrderStatus.CONFIRMED, now)
    message = OutboxMessage.objects.get(topic="producer_order.confirmed")
    assert (message.aggregate, message.payload) == (part.number, {"producer_order_id": part.pk})
    assert message.lane == "clearance"
    event = AuditEvent.objects.get(verb="producer_order.confirmed")
    assert event.actor_id == actor.pk
    assert event.data == {"number": part.number, "from": "placed", "to": "confirmed"}


@pytest.mark.parametrize("state", ["confirmed", "declined"])
def test_an_answer_is_final(state: str, now: datetime) -> None:
    part = ProducerOrderFactory.create(**{state: True})

    with pytest.raises(TransitionNotAllowed):
        confirm(part, now)
    with pytest.raises(TransitionNotAllowed):
        services.decline_producer_order(
            producer_order_id=part.pk, reason="No.", actor=person_of(part.producer), now=now
        )

    assert not OutboxMessage.objects.exists()
    assert not AuditEvent.objects.exists()


def test_an_unknown_order_is_told_as_such(actor: User, now: datetime) -> None:
    with pytest.raises(ProducerOrder.DoesNotExist):
        services.confirm_producer_order(producer_order_id=1, actor=actor, now=now)


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 501])
def test_a_buyer_is_not_declined_without_a_reason_she_can_read(reason: str, now: datetime) -> None:
    part = ProducerOrderFactory.create()

    with pytest.raises(ReasonRequired):
        services.decline_producer_order(
            producer_order_id=part.pk, reason=reason, actor=person_of(part.producer), now=now
        )

    part.refresh_from_db()
    assert part.status == ProducerOrderStatus.PLACED


def test_a_declined_part_keeps_its_reason_and_goes_to_no_customs(now: datetime) -> None:
    part = ProducerOrderFactory.create()

    services.decline_producer_order(
        producer_order_id=part.pk, reason=" 今年歉收。 ", actor=person_of(part.producer), now=now
    )

    part.refresh_from_db()
    assert (part.status, part.declined_at, part.decline_reason) == ("declined", now, "今年歉收。")
    assert set(OutboxMessage.objects.values_list("topic", flat=True)) == {"producer_order.answered"}


def test_only_what_still_stands_is_to_be_paid(now: datetime) -> None:
    order = OrderFactory.create(total_minor=300)
    transfer = BankTransferFactory.create(order=order)
    small = ProducerOrderFactory.create(order=order, total_minor=100, number=f"{order.number}-1")
    large = ProducerOrderFactory.create(order=order, total_minor=200, number=f"{order.number}-2")

    decline(small, "No.", now)
    transfer.refresh_from_db()
    assert (transfer.amount_minor, transfer.status) == (200, TransferStatus.AWAITED)

    decline(large, "No.", now)
    transfer.refresh_from_db()
    assert transfer.status == TransferStatus.CANCELLED


def test_what_was_paid_for_a_declined_part_is_owed_back(actor: User, now: datetime) -> None:
    order = OrderFactory.create(total_minor=300)
    transfer = BankTransferFactory.create(order=order, status="received", received_at=now, received_by=actor)
    parts = [
        ProducerOrderFactory.create(order=order, total_minor=n, number=f"{order.number}-{n // 100}")
        for n in (100, 200)
    ]

    services.decline_producer_order(
        producer_order_id=parts[0].pk, reason="No.", actor=person_of(parts[0].producer), now=now
    )
    transfer.refresh_from_db()
    assert (transfer.amount_minor, transfer.refund_minor) == (300, 100)

    services.decline_producer_order(
        producer_order_id=parts[1].pk, reason="No.", actor=person_of(parts[1].producer), now=now
    )
    transfer.refresh_from_db()
    assert (transfer.status, transfer.refund_minor) == (TransferStatus.RECEIVED, 300)
    assert AuditEvent.objects.filter(verb="transfer.adjusted").count() == 2


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
def test_the_buyer_is_told_of_the_answer_in_her_language(answer: str, now: datetime) -> None:
    line = OrderLineFactory.create()
    part = line.producer_order
    if answer == "confirmed":
        confirm(part, now)
    else:
        services.decline_producer_order(
            producer_order_id=part.pk, reason="今年歉收。", actor=person_of(part.producer), now=now
        )

    drain(now=now, lanes=["default", "mail"])

    (letter,) = mail.outbox
    assert letter.to == [part.order.placed_by.email]
    assert part.number in letter.subject
    assert f"/vi/orders/{part.order.number}/" in letter.body
    assert ("今年歉收" in letter.body) == (answer == "declined")


def test_somebody_who_may_no_longer_sign_in_gets_no_mail(now: datetime) -> None:
    part = ProducerOrderFactory.create(order__placed_by__is_active=False)
    confirm(part, now)

    drain(now=now, lanes=["default", "mail"])

    assert mail.outbox == []
    assert OutboxMessage.objects.get(topic="producer_order.answered").state == "done"


class TestSelectors:
    def test_a_buyer_sees_her_companys_orders_only(self, django_assert_num_queries: pytest.FixtureRequest) -> None:
        lines = [OrderLineFactory.create() for _ in range(3)]
        order = lines[0].producer_order.order
        ProducerOrderFactory.create(order=order, number=f"{order.number}-2")

        (mine,) = orders_of_buyer(order.buyer)

        assert mine == order
        assert len(mine.producer_orders.all()) == 2
        with django_assert_num_queries(3):  # type: ignore[operator]
            found = order_of_buyer(order.buyer, order.number)
            assert [[line.sku for line in part.lines.all()] for part in found.producer_orders.all()] == [
                [lines[0].sku],
                [],
            ]
        with pytest.raises(order.DoesNotExist):
            order_of_buyer(lines[1].producer_order.order.buyer, order.number)

    def test_a_producer_sees_her_own_parts_only(self) -> None:
        line, other = OrderLineFactory.create_batch(2)
        part = line.producer_order

        assert list(producer_orders_of(part.producer)) == [part]
        assert list(producer_orders_of(part.producer, status="declined")) == []
        assert producer_order_of(part.producer, part.number) == part
        with pytest.raises(ProducerOrder.DoesNotExist):
            producer_order_of(part.producer, other.producer_order.number)

    def test_what_waits_for_an_answer_is_counted(self) -> None:
        producer = CompanyFactory.create(producer=True)
        ProducerOrderFactory.create_batch(2, producer=producer)
        ProducerOrderFactory.create(producer=producer, confirmed=True)
        ProducerOrderFactory.create()

        assert waiting_count(producer) == 2
