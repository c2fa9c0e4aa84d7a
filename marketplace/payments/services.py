"""Await a transfer, take less when a part is declined, note that it came."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from marketplace.audit.services import record_event
from marketplace.kernel.text import clean
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.states import OWES_NOTHING, OrderStatus
from marketplace.outbox.services import enqueue
from marketplace.payments.errors import AmountDiffers, CurrencyDiffers, NotPlacedYet, TransferNotAwaited
from marketplace.payments.models import BankTransfer, TransferStatus

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def await_transfer(order: Order, *, now: datetime) -> None:
    """Await what the standing parts of an order come to. Part of the transaction that places the order.

    The reference is the order's number: 13 ASCII letters and digits with a check symbol, no I, L, O, U; it survives
    banks that change case or put spaces in.

    Raises:
        NotPlacedYet: its buyer waits for verification, or waited in vain: nothing is asked for it.
    """
    if order.status != OrderStatus.PLACED:
        raise NotPlacedYet
    BankTransfer.objects.create(
        order=order,
        reference=order.number,
        amount_minor=_owed_minor(order),
        currency=order.currency,
        created_at=now,
    )


def adjust_transfer(order: Order, *, now: datetime) -> None:
    """Ask for no more than the parts that still stand. Part of the transaction that declines one.

    Before the money came the awaited amount falls, to nothing when every part is declined; afterwards the difference
    is noted as a refund that an operator owes.
    """
    transfer = BankTransfer.objects.select_for_update().filter(order=order).first()
    if transfer is None:  # paid in another way
        return
    owed = _owed_minor(order)
    before = transfer.amount_minor
    if transfer.status == TransferStatus.RECEIVED:
        transfer.refund_minor = transfer.amount_minor - owed
    elif owed:
        transfer.amount_minor = owed
    else:
        transfer.status = TransferStatus.CANCELLED
    transfer.save(update_fields=["amount_minor", "refund_minor", "status"])
    record_event(
        verb="transfer.adjusted",
        subject=transfer,
        at=now,
        data={"from_minor": before, "owed_minor": owed, "refund_minor": transfer.refund_minor},
    )


def _owed_minor(order: Order) -> int:
    standing = ProducerOrder.objects.for_operations().filter(order=order).exclude(status__in=OWES_NOTHING)
    total: int | None = standing.aggregate(total=Sum("total_minor"))["total"]
    return total or 0


@transaction.atomic
def record_transfer_received(
    *, transfer_id: int, actor: User, amount_minor: int, currency: str, bank_note: str, now: datetime
) -> BankTransfer:
    """Note that the money for an order has arrived. The same call again changes nothing and tells nobody twice.

    Args:
        transfer_id: primary key.
        actor: the operator; permission is the caller's duty.
        amount_minor: what came, in minor units of ``currency``.
        currency: ISO 4217 code of what came.
        bank_note: what the bank wrote, at most 200 characters are kept.
        now: present instant, aware UTC.
    Returns:
        The transfer, status RECEIVED.
    Raises:
        BankTransfer.DoesNotExist: no such transfer.
        CurrencyDiffers, AmountDiffers: it is not what is awaited; nothing is recorded.
        TransferNotAwaited: every producer declined; nothing is owed.
    """
    transfer = BankTransfer.objects.select_for_update().get(pk=transfer_id)
    if currency != transfer.currency:
        raise CurrencyDiffers(expected=transfer.currency, received=currency)
    if amount_minor != transfer.amount_minor:
        raise AmountDiffers(expected_minor=transfer.amount_minor, received_minor=amount_minor, currency=currency)
    if transfer.status == TransferStatus.RECEIVED:
        return transfer
    if transfer.status != TransferStatus.AWAITED:
        raise TransferNotAwaited
    transfer.status, transfer.received_at, transfer.received_by = TransferStatus.RECEIVED, now, actor
    transfer.bank_note = clean(bank_note, limit=200)
    transfer.save(update_fields=["status", "received_at", "received_by", "bank_note"])
    record_event(
        verb="transfer.received",
        subject=transfer,
        actor=actor.pk,
        actor_label=str(actor),
        at=now,
        data={"reference": transfer.reference, "amount_minor": amount_minor, "currency": currency},
    )
    enqueue(
        topic="payment.received",
        dedupe_key=transfer.reference,
        aggregate=transfer.reference,
        payload={"transfer_id": transfer.pk},
        now=now,
    )
    return transfer
