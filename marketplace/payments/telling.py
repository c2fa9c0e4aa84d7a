"""What people are told about money: how to pay an order, and that it was paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from marketplace.companies.models import Role
from marketplace.companies.selectors import people_of
from marketplace.kernel.languages import texts_of
from marketplace.kernel.money import Money
from marketplace.notifications.telling import Context, tell
from marketplace.orders.letters import adds_to_order_mail, name_of, part_details
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.selectors import whole_part
from marketplace.orders.states import OWES_NOTHING
from marketplace.payments.models import BankAccount, BankTransfer
from marketplace.payments.selectors import instructions


@adds_to_order_mail
def how_to_pay(order: Order) -> str:
    """Return account and reference as the order's page shows them, in the active language; nothing where the order is
    paid in another way.
    """
    payment = instructions(order)
    if payment is None or not payment.is_awaited:
        return ""
    return render_to_string("mail/how_to_pay.txt", {"transfer": payment.transfer, "account": payment.account})


@transaction.atomic
def tell_of_payment(*, transfer_id: int, now: datetime) -> None:
    """Tell the buyer that her payment came, and every producer whose part stands that it is paid for.

    Raises:
        BankTransfer.DoesNotExist: no such transfer.
    """
    transfer = BankTransfer.objects.select_related("order__placed_by", "order__buyer").get(pk=transfer_id)
    order, received_at = transfer.order, transfer.received_at or now
    account = BankAccount.objects.filter(currency=transfer.currency).first()
    context: Context = {
        "amount": transfer.amount,
        "open_amount": Money(0, transfer.currency),
        "order_number": order.number,
        "payee_name": texts_of(account, "beneficiary") if account else "",
        "received_on": received_at,
    }
    link = ("storefront:order-detail", order.number)
    tell("payment_received", [order.placed_by], context, key=order.number, now=now, link=link)
    for pk in _standing(order):
        _tell_producer(pk, received_at=received_at, now=now)


def _standing(order: Order) -> list[int]:
    parts = ProducerOrder.objects.for_operations().filter(order=order).exclude(status__in=OWES_NOTHING)
    return list(parts.order_by("pk").values_list("pk", flat=True))


def _tell_producer(pk: int, *, received_at: datetime, now: datetime) -> None:
    part = whole_part(ProducerOrder.objects.for_operations(), pk=pk)
    context: Context = {
        "amount": part.total,
        "buyer_name": name_of(part.order.buyer),
        "part_number": part.number,
        "received_on": received_at,
    }
    tell(
        "part_paid",
        people_of(part.producer_id, roles={Role.OWNER, Role.SALES, Role.FULFILMENT}),
        context,
        key=part.number,
        now=now,
        link=("producer_portal:order-detail", part.number),
        details=part_details(part),
    )
