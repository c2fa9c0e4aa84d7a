"""What the audit trail asks of this room."""

from __future__ import annotations

from marketplace.audit.concerns import concern


def register_all() -> None:
    """Say of which companies events about rows of this room are."""
    concern("payments.banktransfer", lambda transfer: [transfer.order.buyer_id])
