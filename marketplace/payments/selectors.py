"""What is to be paid, and where to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from marketplace.orders.models import Order
from marketplace.payments.models import BankAccount, BankTransfer, TransferStatus


@dataclass(frozen=True, slots=True)
class Instructions:
    """How to pay one order. ``account`` is None when the market has none in this currency."""

    transfer: BankTransfer
    account: BankAccount | None

    @property
    def is_awaited(self) -> bool:
        return self.transfer.status == TransferStatus.AWAITED


def instructions(order: Order) -> Instructions | None:
    """Return how to pay an order that the caller may see, None when it has no transfer (2 queries)."""
    transfer = BankTransfer.objects.filter(order=order).first()
    if transfer is None:
        return None
    return Instructions(transfer=transfer, account=BankAccount.objects.filter(currency=transfer.currency).first())


def awaited_transfers() -> QuerySet[BankTransfer]:
    """Return what has not been paid yet, oldest first, with order and buyer, for operations."""
    awaited = BankTransfer.objects.filter(status=TransferStatus.AWAITED)
    return awaited.select_related("order__buyer").order_by("created_at", "pk")
