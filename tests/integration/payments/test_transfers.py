"""Money that came is what was awaited, or a person decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from marketplace.payments import services
from marketplace.payments.errors import AmountDiffers, CurrencyDiffers, TransferNotAwaited
from marketplace.payments.models import BankTransfer, TransferStatus
from marketplace.payments.selectors import instructions
from tests.factories.orders import OrderFactory
from tests.factories.payments import BankAccountFactory, BankTransferFactory

pytestmark = pytest.mark.django_db


def receive(transfer: BankTransfer, actor: User, now: datetime, **values: Any) -> BankTransfer:
    facts = {"amount_minor": transfer.amount_minor, "currency": "USD", "bank_note": "HK 26 …", **values}
    return services.record_transfer_received(transfer_id=transfer.pk, actor=actor, now=now, **facts)


def test_what_arrived_is_recorded_and_the_buyer_thanked(actor: User, now: datetime) -> None:
    transfer = BankTransferFactory.create()

    received = receive(transfer, actor, now)
    drain(now=now)

    assert (received.status, received.received_at, received.received_by) == (TransferStatus.RECEIVED, now, actor)
    assert received.bank_note == "HK 26 …"
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id) == ("transfer.received", actor.pk)
    assert event.data == {"reference": transfer.reference, "amount_minor": 12250, "currency": "USD"}
    (letter,) = mail.outbox
    assert letter.to == [transfer.order.placed_by.email]
    assert "122,50 USD" in letter.body


def test_told_twice_it_is_recorded_once(actor: User, now: datetime) -> None:
    transfer = BankTransferFactory.create()

    receive(transfer, actor, now)
    again = receive(transfer, actor, now + timedelta(hours=1))
    drain(now=now)

    assert again.received_at == now
    assert AuditEvent.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"amount_minor": 12249}, AmountDiffers),
        ({"amount_minor": 12251}, AmountDiffers),
        ({"amount_minor": 0}, AmountDiffers),
        ({"currency": "CNY"}, CurrencyDiffers),
    ],
)
def test_another_amount_or_currency_is_not_taken_for_the_payment(
    values: dict[str, Any], error: type[Exception], actor: User, now: datetime
) -> None:
    transfer = BankTransferFactory.create()

    with pytest.raises(error):
        receive(transfer, actor, now, **values)

    transfer.refresh_from_db()
    assert transfer.status == TransferStatus.AWAITED
    assert not AuditEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_nothing_is_received_for_an_order_that_every_producer_declined(actor: User, now: datetime) -> None:
    transfer = BankTransferFactory.create(status=TransferStatus.CANCELLED)

    with pytest.raises(TransferNotAwaited):
        receive(transfer, actor, now)


def test_a_note_from_the_bank_is_kept_without_what_no_database_stores(actor: User, now: datetime) -> None:
    received = receive(BankTransferFactory.create(), actor, now, bank_note="a\x00\ud800b" + "c" * 500)

    received.refresh_from_db()
    assert received.bank_note == "ab" + "c" * 198


def test_instructions_name_the_account_of_the_orders_currency() -> None:
    transfer = BankTransferFactory.create()
    BankAccountFactory.create(currency="CNY")
    account = BankAccountFactory.create()

    found = instructions(transfer.order)

    assert found is not None
    assert (found.transfer, found.account, found.is_awaited) == (transfer, account, True)
    assert instructions(OrderFactory.create()) is None


def test_a_currency_without_an_account_is_told_as_such() -> None:
    found = instructions(BankTransferFactory.create(currency="VND").order)

    assert found is not None
    assert found.account is None
