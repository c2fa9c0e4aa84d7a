"""The states of orders and the moves between them. Data first; one service per move."""

from __future__ import annotations

from collections.abc import Mapping
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
    NOT_ORDERABLE = "not_orderable", _("Some of these goods could no longer be ordered when the company was verified.")
    OTHER = "other", _("Cancelled")


# An order is what its parts are: placed with its first part, cancelled with its last.
ORDER_TRANSITIONS: Final[Mapping[OrderStatus, frozenset[OrderStatus]]] = {
    OrderStatus.AWAITING_VERIFICATION: frozenset({OrderStatus.PLACED, OrderStatus.CANCELLED}),
    OrderStatus.PLACED: frozenset(),
    OrderStatus.CANCELLED: frozenset(),
}
# What a buyer pays nothing for.
OWES_NOTHING: Final = (ProducerOrderStatus.DECLINED, ProducerOrderStatus.CANCELLED)

TRANSITIONS: Final[Mapping[ProducerOrderStatus, frozenset[ProducerOrderStatus]]] = {
    ProducerOrderStatus.AWAITING_VERIFICATION: frozenset({ProducerOrderStatus.PLACED, ProducerOrderStatus.CANCELLED}),
    ProducerOrderStatus.PLACED: frozenset(
        {ProducerOrderStatus.CONFIRMED, ProducerOrderStatus.DECLINED, ProducerOrderStatus.CANCELLED}
    ),
    ProducerOrderStatus.CONFIRMED: frozenset(),
    ProducerOrderStatus.DECLINED: frozenset(),
    ProducerOrderStatus.CANCELLED: frozenset(),
}


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
