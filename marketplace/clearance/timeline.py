"""A producer order's way from the basket into the customs system, step by step, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.states import RANK, HandOffStatus
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import CancelReason, ProducerOrderStatus

# returnStatus of the receipts that the electronic port and customs give on the way.
PROCESSING: Final = frozenset({1, 2})
AT_CUSTOMS: Final = frozenset({3})
_SETTLED: Final = RANK[HandOffStatus.ACCEPTED]
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Step:
    """``state``: ``done``, ``now``, ``todo`` or ``bad``; ``at``: aware UTC or None; ``text`` says who acts next.

    ``quote``: what somebody else wrote, as it stands, in ``quote_lang`` (BCP 47; empty: not known).
    """

    title: str
    text: str
    at: datetime | None
    state: str
    quote: str = ""

    @property
    def quote_lang(self) -> str:
        return "zh-Hans" if _HAN.search(self.quote) else ""


def steps(order: ProducerOrder, hand_off: HandOff | None) -> list[Step]:
    """Return the steps of one producer order in the reader's language.

    Args:
        order: its status and instants are read, and when its order was sent (loaded with it).
        hand_off: with ``receipts`` prefetched; None before the producer confirmed.
    """
    if order.placed_at is None:
        return _before_placing(order)
    way = [Step(_("Order placed"), "", order.placed_at, "done"), _answer(order)]
    if order.order.verification_until:
        way.insert(0, Step(_("Order sent in"), "", order.order.placed_at, "done"))
    if order.status in {ProducerOrderStatus.DECLINED, ProducerOrderStatus.CANCELLED}:
        return way
    return way + _crossing(order, hand_off)


def is_under_way(order: ProducerOrder, hand_off: HandOff | None) -> bool:
    """Tell whether a step may follow within seconds, by itself: confirmed, and neither accepted nor given back."""
    return order.status == ProducerOrderStatus.CONFIRMED and (
        hand_off is None or RANK[HandOffStatus(hand_off.status)] < _SETTLED
    )


def _before_placing(order: ProducerOrder) -> list[Step]:
    """Return the steps of what no producer has got: its buyer waits for her verification, or waited in vain."""
    sent = Step(_("Order sent in"), "", order.order.placed_at, "done")
    if order.status == ProducerOrderStatus.CANCELLED:
        return [sent, _cancelled(order)]
    text = _("The zone’s operators act next. No producer has been told, and nothing is to be paid yet.")
    return [
        sent,
        Step(_("Verification of the buyer company"), text, None, "now"),
        Step(_("Confirmation by the producer"), "", None, "todo"),
    ]


def _cancelled(order: ProducerOrder) -> Step:
    is_said = order.cancel_reason != CancelReason.OTHER
    return Step(_("Cancelled"), order.get_cancel_reason_display() if is_said else "", order.cancelled_at, "bad")


def _answer(order: ProducerOrder) -> Step:
    if order.status == ProducerOrderStatus.CONFIRMED:
        return Step(_("Confirmed by the producer"), "", order.confirmed_at, "done")
    if order.status == ProducerOrderStatus.DECLINED:
        return Step(_("Declined by the producer"), "", order.declined_at, "bad", order.decline_reason)
    if order.status == ProducerOrderStatus.CANCELLED:
        return _cancelled(order)
    return Step(_("Confirmation by the producer"), _("The producer acts next."), None, "now")


def _crossing(order: ProducerOrder, hand_off: HandOff | None) -> list[Step]:
    receipts = sorted(hand_off.receipts.all(), key=lambda one: one.returned_at) if hand_off else []
    receipts = [one for one in receipts if hand_off and one.order_guid not in hand_off.former_guids]
    status = HandOffStatus(hand_off.status) if hand_off else None
    rank = RANK[status] if status else -1
    is_confirmed = order.status == ProducerOrderStatus.CONFIRMED
    waits = _("We are sending it; if the single window cannot be reached, it leaves as soon as it can.")
    way = [
        Step(
            _("Handed to the customs single window"),
            waits if is_confirmed and rank < 1 else "",
            hand_off.sent_at if hand_off else None,
            _state(rank, 1, is_next=is_confirmed),
        ),
        Step(
            _("Processed by the electronic port"),
            "",
            _first(receipts, PROCESSING),
            _state(rank, 2, is_next=rank == RANK[HandOffStatus.SENT]),
        ),
        Step(
            _("Received by customs"),
            "",
            _first(receipts, AT_CUSTOMS),
            _state(rank, 3, is_next=rank == RANK[HandOffStatus.PROCESSING]),
        ),
    ]
    if hand_off and status == HandOffStatus.REFUSED:
        return [_refusal(hand_off)]
    return [*way, _verdict(hand_off, rank)]


def _state(rank: int, needed: int, *, is_next: bool) -> str:
    if rank >= needed:
        return "done"
    return "now" if is_next else "todo"


def _first(receipts: Iterable[Receipt], codes: frozenset[int]) -> datetime | None:
    return next((one.returned_at for one in receipts if one.return_status in codes), None)


def _refusal(hand_off: HandOff) -> Step:
    return Step(
        _("Refused by the single window"),
        _("The zone’s operators act next."),
        hand_off.settled_at,
        "bad",
        hand_off.reason,
    )


def _verdict(hand_off: HandOff | None, rank: int) -> Step:
    if hand_off and hand_off.status == HandOffStatus.REJECTED:
        text = _("Customs gave this reason; the zone’s operators act next.")
        return Step(_("Returned by customs"), text, hand_off.settled_at, "bad", hand_off.reason)
    if hand_off and hand_off.status == HandOffStatus.ACCEPTED:
        text = _("The order is in the customs system; the declaration can refer to it.")
        return Step(_("Accepted into the customs system"), text, hand_off.settled_at, "done")
    return Step(
        _("Acceptance into the customs system"), "", None, "now" if rank == RANK[HandOffStatus.AT_CUSTOMS] else "todo"
    )
