"""What a market says of its orders, read through today's selectors: plain values, to be held against each other."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from marketplace.clearance.selectors import hand_offs_of
from marketplace.clearance.timeline import Reader, steps
from marketplace.orders.models import Order, OrderLine, ProducerOrder
from marketplace.orders.selectors import whole_order
from marketplace.payments.selectors import instructions
from marketplace.saved_searches.models import SavedSearch

LANGUAGES = ("zh-hans", "vi", "en")


def everything() -> dict[str, Any]:
    """Return orders by number, and saved searches."""
    numbers = Order.objects.for_operations().order_by("number").values_list("number", flat=True)
    with translation.override("en"):
        return {
            "orders": {
                number: _order(whole_order(Order.objects.for_operations(), number=number)) for number in numbers
            },
            "searches": [
                [one.user.email, one.name, one.q, one.lang, [list(pair) for pair in one.pairs], one.notify]
                for one in SavedSearch.objects.select_related("user").order_by("pk")
            ],
        }


def _order(order: Order) -> dict[str, Any]:
    parts = list(order.producer_orders.all())
    crossings = hand_offs_of(parts)
    payment = instructions(order)
    return {
        "status": order.status,
        "total": [order.total_minor, order.currency],
        "buyer": order.buyer.slug,
        "reference": order.buyer_reference,
        "place": order.delivery_place,
        "payment": payment and [payment.transfer.reference, str(payment.transfer.amount), payment.transfer.status],
        "parts": {part.number: _part(part, crossings.get(part.pk)) for part in parts},
    }


def _part(part: ProducerOrder, crossing: Any) -> dict[str, Any]:
    return {
        "status": part.status,
        "total": [part.total_minor, part.currency],
        "producer": part.producer.slug,
        "lines": [_line(line) for line in part.lines.all()],
        "gross_kg": str(part.gross_kg),
        "hand_offs": [
            [one.position, one.status, one.guid, one.receipts.count()]
            for one in (crossing.hand_offs if crossing else [])
        ],
        "steps": {
            reader.value: [
                [step.title, step.state, step.at and step.at.isoformat(), step.quote]
                for step in steps(part, crossing, reader=reader)
            ]
            for reader in Reader
        },
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "quantity": line.quantity,
        "units": str(line.units),
        "unit_price": str(line.unit_price),
        "submitted": line.submitted_unit_price and str(line.submitted_unit_price),
        "total": [line.total_minor, line.currency],
        "names": [line.name_in(language) for language in LANGUAGES],
        "pack": line.pack_name,
        "hs_code": line.hs_code,
    }
