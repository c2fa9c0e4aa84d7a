"""What becomes of the orders of a company that waited for its verification: placed, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q

from marketplace.audit.services import record_event
from marketplace.companies.models import Company
from marketplace.companies.states import CompanyStatus
from marketplace.kernel.money import line_total_minor
from marketplace.orders.due import answer_due_at
from marketplace.orders.errors import BuyerNotVerified
from marketplace.orders.models import Order, OrderLine, ProducerOrder
from marketplace.orders.orderability import fault_of
from marketplace.orders.placement import placed_effects
from marketplace.orders.services.place import MAX_TOTAL_MINOR
from marketplace.orders.services.waiting_notices import tell_what_became
from marketplace.orders.states import (
    ORDER_TRANSITIONS,
    CancelReason,
    OrderStatus,
    ProducerOrderStatus,
    TransitionNotAllowed,
    ensure_allowed,
)
from marketplace.outbox.services import enqueue
from marketplace.pricing.breaks import PriceTable
from marketplace.pricing.selectors import pack_prices

AT_ONCE: Final = 100  # orders that one run of the periodic job settles


@transaction.atomic
def place_awaiting_order(*, order_id: int, now: datetime) -> Order:
    """Place an order whose buyer has been verified, at the prices of today.

    Each line whose price has changed keeps the one that the buyer saw beside the new one. A part with a line that can
    no longer be ordered is cancelled as a whole and never comes to its producer; when none is left, so is the order.

    Args:
        order_id: primary key of an order in status AWAITING_VERIFICATION.
        now: present instant, aware UTC.
    Returns:
        The order, status PLACED, or CANCELLED when nothing of it can be ordered any more.
    Raises:
        Order.DoesNotExist: no such order.
        TransitionNotAllowed: it does not wait.
        BuyerNotVerified: its buyer is not verified.
    """
    order = _locked(order_id, target=OrderStatus.PLACED)
    if order.buyer.status != CompanyStatus.VERIFIED:
        raise BuyerNotVerified
    parts = list(ProducerOrder.objects.select_for_update().filter(order=order).order_by("pk"))
    lines = list(OrderLine.objects.filter(producer_order__in=parts).select_related("pack__good__producer"))
    prices = pack_prices([line.pack_id for line in lines], currency=order.currency)
    changes: list[dict[str, str]] = []
    old_total = order.total
    for part in parts:
        own = [line for line in lines if line.producer_order_id == part.pk]
        today = [_price_today(line, prices.get(line.pack_id)) for line in own]
        if _can_be_placed(own, today):
            changes += _place_part(part, own, today, now=now)
        else:
            _cancel_part(part, reason=CancelReason.NOT_ORDERABLE, now=now)
    standing = [part for part in parts if part.status == ProducerOrderStatus.PLACED]
    order.status = OrderStatus.PLACED if standing else OrderStatus.CANCELLED
    order.total_minor = sum(part.total_minor for part in parts)
    order.save(update_fields=["status", "total_minor"])
    if standing:
        for effect in placed_effects():
            effect(order, now=now)
    _announce(order, now=now, changes=changes, cancelled=[p.number for p in parts if p not in standing])
    tell_what_became(order, parts, lines, old_total=old_total, now=now)
    return order


@transaction.atomic
def cancel_awaiting_order(*, order_id: int, reason: CancelReason, now: datetime) -> Order:
    """Cancel an order that waits for the verification of its buyer. No producer ever heard of it.

    Args:
        order_id: primary key of an order in status AWAITING_VERIFICATION.
        reason: what the buyer reads.
        now: present instant, aware UTC.
    Returns:
        The order, status CANCELLED.
    Raises:
        Order.DoesNotExist: no such order.
        TransitionNotAllowed: it does not wait.
    """
    order = _locked(order_id, target=OrderStatus.CANCELLED)
    parts = list(ProducerOrder.objects.select_for_update().filter(order=order).order_by("pk"))
    for part in parts:
        _cancel_part(part, reason=reason, now=now)
    order.status = OrderStatus.CANCELLED
    order.save(update_fields=["status"])
    _announce(order, now=now, changes=[], cancelled=[part.number for part in parts])
    tell_what_became(order, parts, (), old_total=order.total, now=now)
    return order


def settle_awaiting_orders(*, now: datetime, company_id: int | None = None) -> int:
    """Place what may be placed and cancel what waited in vain: each order once, however often this is called.

    Args:
        now: present instant, aware UTC.
        company_id: the orders of one buyer; None: of all.
    Returns:
        How many orders were settled; of all buyers at most AT_ONCE, the longest waiting first.
    """
    settled = Q(buyer__status__in=[CompanyStatus.VERIFIED, CompanyStatus.REFUSED]) | Q(verification_until__lte=now)
    orders = Order.objects.for_operations().filter(settled, status=OrderStatus.AWAITING_VERIFICATION)
    if company_id is not None:
        orders = orders.filter(buyer_id=company_id)
    found = orders.order_by("verification_until", "pk").values_list("pk", "buyer__status")[:AT_ONCE]
    return sum(_settle(pk, status, now=now) for pk, status in list(found))


def _settle(order_id: int, buyer_status: str, *, now: datetime) -> bool:
    try:
        if buyer_status == CompanyStatus.VERIFIED:
            place_awaiting_order(order_id=order_id, now=now)
        elif buyer_status == CompanyStatus.REFUSED:
            cancel_awaiting_order(order_id=order_id, reason=CancelReason.COMPANY_REFUSED, now=now)
        else:
            cancel_awaiting_order(order_id=order_id, reason=CancelReason.VERIFICATION_EXPIRED, now=now)
    except (TransitionNotAllowed, BuyerNotVerified):
        return False  # another worker was quicker, or an operator changed her mind meanwhile: the next run sees
    return True


def _locked(order_id: int, *, target: OrderStatus) -> Order:
    # The company first, as everywhere: it cannot be suspended while its order is being placed.
    buyer_id = Order.objects.for_operations().values_list("buyer_id", flat=True).get(pk=order_id)
    Company.objects.select_for_update(no_key=True).get(pk=buyer_id)
    order = (
        Order.objects.for_operations()
        .select_related("buyer", "placed_by")
        .select_for_update(of=("self",))
        .get(pk=order_id)
    )
    if target not in ORDER_TRANSITIONS[OrderStatus(order.status)]:
        raise TransitionNotAllowed(source=order.status, target=target.value)
    return order


def _price_today(line: OrderLine, table: PriceTable | None) -> Decimal | None:
    """Return what a unit costs now, None where the line can no longer be ordered as it stands."""
    pack, price = line.pack, table.price_for(line.quantity) if table else None
    fault = fault_of(pack, quantity=line.quantity, has_price=price is not None)
    return price if fault is None and pack.content == line.content else None


def _can_be_placed(lines: Sequence[OrderLine], prices: Sequence[Decimal | None]) -> bool:
    """Tell whether a part can be ordered as a whole, for an amount that banks and customs can write."""
    totals = [_total_minor(line, price) for line, price in zip(lines, prices, strict=True) if price is not None]
    return len(totals) == len(lines) and 1 <= sum(totals) <= MAX_TOTAL_MINOR


def _total_minor(line: OrderLine, price: Decimal) -> int:
    return line_total_minor(unit_price=price, units=line.units, currency=line.currency)


def _place_part(
    part: ProducerOrder, lines: Sequence[OrderLine], prices: Sequence[Decimal | None], *, now: datetime
) -> list[dict[str, str]]:
    """Give a part to its producer; return the changes of its prices for the audit trail."""
    ensure_allowed(ProducerOrderStatus(part.status), ProducerOrderStatus.PLACED)
    changes = []
    for line, price in zip(lines, prices, strict=True):
        before = line.unit_price
        line.moq, line.step = line.pack.moq, line.pack.step
        if price is not None and price != before:
            line.submitted_unit_price, line.unit_price = before, price
            line.total_minor = _total_minor(line, price)
            changes.append({"line": line.sku, "from": str(before), "to": str(price)})
    OrderLine.objects.bulk_update(lines, ["moq", "step", "unit_price", "submitted_unit_price", "total_minor"])
    part.total_minor = sum(line.total_minor for line in lines)
    part.status, part.placed_at = ProducerOrderStatus.PLACED, now
    part.answer_due_at = answer_due_at(lines[0].pack.good.producer, now=now)
    part.save(update_fields=["total_minor", "status", "placed_at", "answer_due_at"])
    return changes


def _cancel_part(part: ProducerOrder, *, reason: CancelReason, now: datetime) -> None:
    ensure_allowed(ProducerOrderStatus(part.status), ProducerOrderStatus.CANCELLED)
    part.status, part.cancelled_at, part.cancel_reason = ProducerOrderStatus.CANCELLED, now, reason
    part.save(update_fields=["status", "cancelled_at", "cancel_reason"])


def _announce(order: Order, *, now: datetime, changes: list[dict[str, str]], cancelled: list[str]) -> None:
    verb = "order.placed" if order.status == OrderStatus.PLACED else "order.cancelled"
    record_event(
        verb=verb,
        subject=order,
        at=now,
        data={
            "number": order.number,
            "from": OrderStatus.AWAITING_VERIFICATION.value,
            "to": order.status,
            "total_minor": order.total_minor,
            "currency": order.currency,
            "price_changes": changes,
            "cancelled_parts": cancelled,
        },
    )
    if order.status == OrderStatus.PLACED:
        enqueue(topic=verb, dedupe_key=order.number, aggregate=order.number, payload={"order_id": order.pk}, now=now)
