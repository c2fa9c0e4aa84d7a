"""Messages of the outbox as operators see them: what waits or died, why in words, and the order that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.clearance.models import HandOff
from marketplace.clearance.words import on_the_way_out
from marketplace.orders.models import Order, ProducerOrder
from marketplace.outbox import selectors as outbox
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.payments.models import BankTransfer

HAND_OFF_TOPIC: Final = "clearance.hand_off"
# What a message is for, by its topic; others show their topic.
_NAMES: Final[Mapping[str, object]] = {
    "clearance.hand_off": _("Hand-off to the single window"),
    "clearance.receipt": _("Word of the customs verdict"),
    "order.placed": _("Word of a new order"),
    "mail.order_placed": _("Mail to the buyer: order placed"),
    "mail.producer_order_placed": _("Mail to the producer: new order"),
    "producer_order.confirmed": _("Preparing the hand-off"),
    "producer_order.answered": _("Mail to the buyer: the producer’s answer"),
    "payment.received": _("Word of a payment"),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """Where a message stands. ``error``: in words; ``said``: as it was noted."""

    message: OutboxMessage

    @property
    def is_dead(self) -> bool:
        return self.message.state == MessageState.DEAD

    @property
    def may_hurry(self) -> bool:
        return self.message.state == MessageState.READY

    @property
    def error(self) -> str:
        return on_the_way_out(self.message.last_error) if self.message.topic == HAND_OFF_TOPIC else ""

    @property
    def said(self) -> str:
        return self.message.last_error

    @property
    def next_try(self) -> datetime | None:
        return self.message.available_at if self.may_hurry else None


@dataclass(frozen=True, slots=True)
class HandOffRow:
    """``wait``: its message in the outbox, while that is not delivered."""

    hand_off: HandOff
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter. ``number`` and ``href``: the order that it is about; empty where it is about none."""

    message: OutboxMessage
    name: object
    wait: Wait
    number: str
    href: str


def hand_off_rows(hand_offs: Sequence[HandOff]) -> list[HandOffRow]:
    """Return hand-offs with their messages in the outbox (1 query)."""
    found = outbox.by_key(topic=HAND_OFF_TOPIC, keys=[one.guid for one in hand_offs])
    return [HandOffRow(one, Wait(found[one.guid]) if one.guid in found else None) for one in hand_offs]


def letters(messages: Sequence[OutboxMessage]) -> list[Letter]:
    """Return dead letters with the orders that they are about (4 queries)."""
    numbers = _numbers(messages)
    rows = []
    for message in messages:
        number, href = "", ""
        for key, found in numbers.items():
            if (known := found.get(message.payload.get(key))) is not None:
                number, href = known
        rows.append(Letter(message, _NAMES.get(message.topic, message.topic), Wait(message), number, href))
    return rows


def _numbers(messages: Iterable[OutboxMessage]) -> dict[str, dict[object, tuple[str, str]]]:
    """Return for each kind of id in the payloads what it leads to: the number that is shown, and the address."""
    orders = Order.objects.for_operations().filter(pk__in=_ids(messages, "order_id"))
    parts = ProducerOrder.objects.for_operations().filter(pk__in=_ids(messages, "producer_order_id"))
    hand_offs = HandOff.objects.for_operations().filter(pk__in=_ids(messages, "hand_off_id"))
    transfers = BankTransfer.objects.for_operations().filter(pk__in=_ids(messages, "transfer_id"))
    return {
        "order_id": {pk: (number, _order(number)) for pk, number in orders.values_list("pk", "number")},
        "producer_order_id": {
            pk: (number, _order(order)) for pk, number, order in parts.values_list("pk", "number", "order__number")
        },
        "transfer_id": {pk: (number, _order(number)) for pk, number in transfers.values_list("pk", "order__number")},
        "hand_off_id": {
            pk: (number, reverse("operations:hand-off-detail", kwargs={"number": number}))
            for pk, number in hand_offs.values_list("pk", "order_number")
        },
    }


def _ids(messages: Iterable[OutboxMessage], key: str) -> list[int]:
    return [value for message in messages if isinstance(value := message.payload.get(key), int)]


def _order(number: str) -> str:
    return reverse("operations:order-detail", kwargs={"number": number})
