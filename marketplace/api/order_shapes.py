"""An order as the API writes it: lines, payment, and each part's way through customs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from ninja import Schema

from marketplace.api.languages import Language
from marketplace.clearance.crossing import Crossing
from marketplace.clearance.selectors import hand_offs_of
from marketplace.orders.models import Order, OrderLine, ProducerOrder
from marketplace.payments.selectors import Instructions, instructions_of


class OrderLineOut(Schema):
    """``quantity`` in packs, ``content`` of one pack in ``unit`` (customs' code), ``unit_price`` for one such unit in
    major units of ``currency``, weights of one pack in kg; as they were when the order was placed.
    """

    position: int
    sku: str
    name: str
    pack_name: str
    hs_code: str
    quantity: int
    unit: str
    content: Decimal
    net_kg: Decimal
    gross_kg: Decimal
    unit_price: Decimal
    currency: str
    total_minor: int


class CustomsOut(Schema):
    """``status``: ``none`` before anything is handed to the single window, else that of the message that tells it;
    ``reason``: what customs or the port gave, as they wrote it.
    """

    status: str
    reason: str
    sent_at: datetime | None
    settled_at: datetime | None


class PartOut(Schema):
    """One producer's part. ``answer_due_at``: until when the producer should answer."""

    number: str
    producer: str
    status: str
    currency: str
    total_minor: int
    confirmed_at: datetime | None
    declined_at: datetime | None
    decline_reason: str
    answer_due_at: datetime | None
    lines: list[OrderLineOut]
    customs: CustomsOut


class AccountOut(Schema):
    """Where to pay to. ``is_illustrative``: invented for the demonstration."""

    beneficiary: str
    bank_name: str
    number: str
    swift: str
    is_illustrative: bool


class PaymentOut(Schema):
    """``status``: awaited, received, cancelled …; ``reference`` must stand on the transfer; amounts in minor units."""

    method: str
    status: str
    reference: str
    amount_minor: int
    currency: str
    received_at: datetime | None
    refund_minor: int
    account: AccountOut | None


class OrderOut(Schema):
    """``total_minor``: minor units of ``currency``; one part a producer; ``payment`` is null where nothing is asked.

    ``status`` is ``awaiting_verification`` while the company is not verified: no producer has been told and nothing is
    to be paid; ``verification_until`` says until when the order waits.
    """

    number: str
    status: str
    currency: str
    total_minor: int
    incoterm: str
    buyer_reference: str
    note: str
    placed_at: datetime
    verification_until: datetime | None
    payment: PaymentOut | None
    parts: list[PartOut]


def shaped(orders: Sequence[Order], *, language: Language) -> list[dict[str, Any]]:
    """Return orders as ``OrderOut``; they have their parts, producers and lines loaded. Four queries, however many."""
    parts = [part for order in orders for part in order.producer_orders.all()]
    ways, payments = hand_offs_of(parts), instructions_of(orders)
    with translation.override(language.value):
        return [_order(order, ways, payments.get(order.pk)) for order in orders]


def _order(order: Order, ways: dict[int, Crossing], payment: Instructions | None) -> dict[str, Any]:
    facts = {name: getattr(order, name) for name in OrderOut.model_fields if name not in {"parts", "payment"}}
    parts = [_part(part, ways.get(part.pk)) for part in order.producer_orders.all()]
    return facts | {"payment": _payment(payment) if payment else None, "parts": parts}


def _part(part: ProducerOrder, way: Crossing | None) -> dict[str, Any]:
    own = {"producer", "lines", "customs"}
    facts = {name: getattr(part, name) for name in PartOut.model_fields if name not in own}
    lines = [_line(line) for line in part.lines.all()]
    return facts | {"producer": part.producer.slug, "lines": lines, "customs": _customs(way)}


def _line(line: OrderLine) -> dict[str, Any]:
    facts = {name: getattr(line, name) for name in OrderLineOut.model_fields if name != "unit"}
    return facts | {"unit": line.unit_code}


def _customs(way: Crossing | None) -> dict[str, Any]:
    if way is None:
        return {"status": "none", "reason": "", "sent_at": None, "settled_at": None}
    return {name: getattr(way, name) for name in CustomsOut.model_fields}


def _payment(payment: Instructions) -> dict[str, Any]:
    transfer, account = payment.transfer, payment.account
    own = {"method", "account"}
    facts = {name: getattr(transfer, name) for name in PaymentOut.model_fields if name not in own}
    where = {name: getattr(account, name) for name in AccountOut.model_fields} if account else None
    return facts | {"method": "bank_transfer", "account": where}
