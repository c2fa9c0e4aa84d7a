"""What follows when money came; and what this room does when orders are placed and declined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.orders.placement import when_parts_drop_out, when_placed
from marketplace.outbox.registry import handles
from marketplace.payments.services import adjust_transfer, await_transfer
from marketplace.payments.telling import tell_of_payment

when_placed(await_transfer)
when_parts_drop_out(adjust_transfer)


@handles("payment.received", lane="mail")
def tell_both_sides(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Thank the buyer for her payment, and tell the producers that their parts are paid for."""
    tell_of_payment(transfer_id=payload["transfer_id"], now=now)
