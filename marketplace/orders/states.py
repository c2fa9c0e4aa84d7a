"""The states of orders and the moves between them. Data first; one service per move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class OrderStatus(models.TextChoices):
    PLACED = "placed", _("Placed")
    CANCELLED = "cancelled", _("Cancelled")


class ProducerOrderStatus(models.TextChoices):
    PLACED = "placed", _("Awaiting the producer’s confirmation")
    CONFIRMED = "confirmed", _("Confirmed by the producer")
    DECLINED = "declined", _("Declined by the producer")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: Final[Mapping[ProducerOrderStatus, frozenset[ProducerOrderStatus]]] = {
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
