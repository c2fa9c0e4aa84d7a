"""What is to be paid, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


def instructions_of(orders: Iterable[Order]) -> dict[int, Instructions]:
    """Return how to pay each of several orders that the caller may see, by order id; those without a transfer are left
    out (2 queries).
    """
    transfers = list(BankTransfer.objects.filter(order__in=[order.pk for order in orders]))
    accounts = BankAccount.objects.filter(currency__in={transfer.currency for transfer in transfers})
    by_currency = {account.currency: account for account in accounts}
    return {one.order_id: Instructions(transfer=one, account=by_currency.get(one.currency)) for one in transfers}
