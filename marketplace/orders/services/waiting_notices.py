"""What the buyer is told of an order that waits for her company's verification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.kernel import formats
from marketplace.kernel.money import Money
from marketplace.notifications.telling import Value, tell
from marketplace.orders.models import Order, OrderLine, ProducerOrder
from marketplace.orders.states import CancelReason, OrderStatus

PAGE: Final = "storefront:order-detail"


def tell_that_it_waits(order: Order, *, now: datetime) -> None:
    """Confirm that the order has a number, and what it waits for."""
    assert order.verification_until is not None  # noqa: S101 - for the type checker: the database holds it
    context: dict[str, Value] = {
        "order_number": order.number,
        "total": order.total,
        "wait_until": timezone.localdate(order.verification_until),
    }
    tell(
        "order_awaiting_verification",
        [order.placed_by],
        context,
        key=order.number,
        now=now,
        link=(PAGE, order.number),
    )


def tell_what_became(
    order: Order, parts: Sequence[ProducerOrder], lines: Sequence[OrderLine], *, old_total: Money, now: datetime
) -> None:
    """Tell what changed between sending and placing, or that the order is cancelled; nothing where nothing changed."""
    link = (PAGE, order.number)
    if order.status == OrderStatus.CANCELLED:
        reason = CancelReason(parts[0].cancel_reason).label if parts else ""
        context = {"order_number": order.number, "reason": reason}
        tell("waiting_order_cancelled", [order.placed_by], context, key=order.number, now=now, link=link)
        return
    dropped = [part for part in parts if part.placed_at is None]
    changed = [line for line in lines if line.submitted_unit_price is not None]
    if not dropped and not changed:
        return
    standing = Money(sum(part.total_minor for part in parts if part.placed_at), order.currency)

    def details(language: str) -> str:
        rows = [_dropped(part, lines, language) for part in dropped] + [_changed(line, language) for line in changed]
        return "\n".join(rows)

    tell(
        "order_changed_while_waiting",
        [order.placed_by],
        {"order_number": order.number, "total": standing, "old_total": old_total},
        key=order.number,
        now=now,
        link=link,
        details=details,
    )


def _changed(line: OrderLine, language: str) -> str:
    def write(minor: int) -> str:
        return f"{formats.amount(minor, line.currency, language=language)} {line.currency}"

    assert line.submitted_total_minor is not None  # noqa: S101 - for the type checker: only changed lines come here
    return _("%(good)s (%(sku)s): %(old)s → %(new)s") % {
        "good": line.name_in(language),
        "sku": line.sku,
        "old": write(line.submitted_total_minor),
        "new": write(line.total_minor),
    }


def _dropped(part: ProducerOrder, lines: Sequence[OrderLine], language: str) -> str:
    goods = ", ".join(line.name_in(language) for line in lines if line.producer_order_id == part.pk)
    return _("%(part)s (%(goods)s): cancelled. %(reason)s") % {
        "part": part.number,
        "goods": goods,
        "reason": part.get_cancel_reason_display(),
    }
