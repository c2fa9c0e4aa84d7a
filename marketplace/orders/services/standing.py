"""Keep an order's state what its parts make it."""

from __future__ import annotations

from datetime import datetime

from marketplace.audit.services import record_event
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.placement import drop_out_effects
from marketplace.orders.states import derived


def drop_out(order: Order, *, reason: str, now: datetime) -> None:
    """Do what follows when parts of a placed order have fallen away. Part of that transaction; the order is locked.

    Args:
        order: its parts are saved.
        reason: kept in the audit trail when the order is cancelled with its last part.
        now: present instant, aware UTC.
    """
    parts = ProducerOrder.objects.for_operations().filter(order=order)
    before, order.status = order.status, derived(list(parts.values_list("status", flat=True)))
    if order.status != before:
        order.save(update_fields=["status"])
        data = {"number": order.number, "from": before, "to": order.status, "reason": reason}
        record_event(verb="order.cancelled", subject=order, at=now, data=data)
    for effect in drop_out_effects():
        effect(order, now=now)
