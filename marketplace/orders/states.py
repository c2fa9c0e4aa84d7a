"""The states of orders and the moves between them. Data first; one service per move."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class OrderStatus(models.TextChoices):
    # The buyer is not verified yet: seen by her and the operators alone.
    AWAITING_VERIFICATION = "awaiting_verification", _("Awaiting verification of the buyer")
    PLACED = "placed", _("Placed")
    CANCELLED = "cancelled", _("Cancelled")


class ProducerOrderStatus(models.TextChoices):
    AWAITING_VERIFICATION = "awaiting_verification", _("Awaiting verification of the buyer")
    PLACED = "placed", _("Awaiting the producer’s confirmation")
    CONFIRMED = "confirmed", _("Confirmed by the producer")
    DECLINED = "declined", _("Declined by the producer")
    CANCELLED = "cancelled", _("Cancelled")


class CancelReason(models.TextChoices):
    """Why a part was cancelled: the buyer reads it."""

    COMPANY_REFUSED = "company_refused", _("The buyer company was not admitted.")
    VERIFICATION_EXPIRED = "verification_expired", _("The buyer company was not verified in time.")
    BY_BUYER = "by_buyer", _("The buyer cancelled.")
    NOT_ORDERABLE = "not_orderable", _("Some of these goods could no longer be ordered when the company was verified.")
    OTHER = "other", _("Cancelled")


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a producer's part: who makes it, by which service of ``orders.services``, and what follows.

    ``stock``, ``dues``, ``messages``: in a few words, for the page of states, which is held against this table.
    """

    source: ProducerOrderStatus
    target: ProducerOrderStatus
    by: str
    service: str
    stock: str
    dues: str
    messages: str


_S = ProducerOrderStatus
# Where a part begins, and by what.
BEGINNINGS: Final[Mapping[ProducerOrderStatus, str]] = {
    _S.AWAITING_VERIFICATION: "place_order",
    _S.PLACED: "place_order",
}
MOVES: Final = (
    Move(
        _S.AWAITING_VERIFICATION,
        _S.PLACED,
        by="the market, when the buyer is verified",
        service="place_awaiting_order",
        stock="checked anew",
        dues="opened at the prices of that day",
        messages="the producer is asked, the buyer told what changed",
    ),
    Move(
        _S.AWAITING_VERIFICATION,
        _S.CANCELLED,
        by="the market: not admitted, not verified in time, or no longer orderable",
        service="cancel_awaiting_order",
        stock="none was held",
        dues="none were opened",
        messages="the buyer is told why; the producer never hears of it",
    ),
    Move(
        _S.AWAITING_VERIFICATION,
        _S.CANCELLED,
        by="the buyer",
        service="cancel_order",
        stock="none was held",
        dues="none were opened",
        messages="none: the producer never hears of it",
    ),
    Move(
        _S.PLACED,
        _S.CONFIRMED,
        by="the producer",
        service="confirm_producer_order",
        stock="stays held",
        dues="stand",
        messages="the buyer is told; the single window gets the order",
    ),
    Move(
        _S.PLACED,
        _S.DECLINED,
        by="the producer, with a reason",
        service="decline_producer_order",
        stock="released",
        dues="fall by the part, or are void; what was paid is owed back",
        messages="the buyer is told why",
    ),
    Move(
        _S.PLACED,
        _S.CANCELLED,
        by="the buyer",
        service="cancel_order",
        stock="released",
        dues="fall by the part, or are void; what was paid is owed back",
        messages="the producer is told not to prepare it",
    ),
)


def _targets(source: ProducerOrderStatus) -> frozenset[ProducerOrderStatus]:
    return frozenset(move.target for move in MOVES if move.source == source)


TRANSITIONS: Final[Mapping[ProducerOrderStatus, frozenset[ProducerOrderStatus]]] = {
    source: _targets(source) for source in ProducerOrderStatus
}
# What the buyer may still take back.
OPEN: Final = (ProducerOrderStatus.AWAITING_VERIFICATION, ProducerOrderStatus.PLACED)
# What a buyer pays nothing for.
OWES_NOTHING: Final = (ProducerOrderStatus.DECLINED, ProducerOrderStatus.CANCELLED)

# An order is what its parts are (``derived``): placed with its first part, cancelled with its last.
ORDER_TRANSITIONS: Final[Mapping[OrderStatus, frozenset[OrderStatus]]] = {
    OrderStatus.AWAITING_VERIFICATION: frozenset({OrderStatus.PLACED, OrderStatus.CANCELLED}),
    OrderStatus.PLACED: frozenset({OrderStatus.CANCELLED}),
    OrderStatus.CANCELLED: frozenset(),
}


def derived(parts: Collection[str]) -> OrderStatus:
    """Return what an order is whose parts are in these states, at least one."""
    if ProducerOrderStatus.AWAITING_VERIFICATION in parts:
        return OrderStatus.AWAITING_VERIFICATION
    stands = any(status not in OWES_NOTHING for status in parts)
    return OrderStatus.PLACED if stands else OrderStatus.CANCELLED


class TransitionNotAllowed(DomainError):
    """The order is no longer in a state that allows this move."""

    code = "order_transition_not_allowed"

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(f"{source} -> {target}")
        self.source, self.target = source, target


def ensure_allowed(source: ProducerOrderStatus, target: ProducerOrderStatus) -> None:
    """Raise TransitionNotAllowed unless ``source`` may become ``target``."""
    if target not in TRANSITIONS[source]:
        raise TransitionNotAllowed(source=source.value, target=target.value)
