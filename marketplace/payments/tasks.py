"""What follows when money came; and what this room does when orders are placed and declined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.accounts.mailing import send_mail
from marketplace.orders.placement import when_part_declined, when_placed
from marketplace.outbox.registry import handles
from marketplace.payments.models import BankTransfer
from marketplace.payments.services import adjust_transfer, await_transfer

when_placed(await_transfer)
when_part_declined(adjust_transfer)


@handles("payment.received", lane="mail")
def tell_buyer(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Thank the buyer for her payment."""
    transfer = BankTransfer.objects.select_related("order__placed_by").get(pk=payload["transfer_id"])
    send_mail(
        user=transfer.order.placed_by,
        template="mail/payment_received.txt",
        context={"transfer": transfer},
        key=f"payment.received:{transfer.reference}",
    )
