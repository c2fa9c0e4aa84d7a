"""What the audit trail asks of this room."""

from __future__ import annotations

from marketplace.audit.concerns import concern


def register_all() -> None:
    """Say of which companies events about rows of this room are."""
    concern("clearance.handoff", lambda one: [one.producer_order.producer_id, one.producer_order.order.buyer_id])
