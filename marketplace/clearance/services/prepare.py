"""Make the hand-off of a confirmed producer order: its message, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.clearance.errors import PartNotConfirmed
from marketplace.clearance.messages.errors import MessageInvalid
from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.order_message import build_message
from marketplace.clearance.states import HandOffStatus
from marketplace.kernel.ids import message_guid
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.outbox.services import enqueue


@transaction.atomic
def prepare_hand_off(*, producer_order_id: int, now: datetime) -> HandOff:
    """Build the customs message of a confirmed producer order and queue it. Asked again, the same one is returned.

    Args:
        producer_order_id: primary key of a confirmed producer order.
        now: present instant, aware UTC; the message's time.
    Returns:
        The hand-off: QUEUED, or REFUSED with the reason when the order breaks the customs field list.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        PartNotConfirmed: its producer has not taken it, or never got it.
    """
    parts = ProducerOrder.objects.select_for_update(of=("self",)).select_related("producer")
    part = parts.get(pk=producer_order_id)
    before = HandOff.objects.filter(producer_order=part).first()
    if before is not None:
        return before
    if part.status != ProducerOrderStatus.CONFIRMED:
        raise PartNotConfirmed(status=part.status)
    hand_off = HandOff(producer_order=part, order_number=part.number, created_at=now)
    write_message(hand_off, part, now=now)
    hand_off.save(force_insert=True)
    # A platform may have spoken of the order before: then it was somebody else's with our number, and it shows.
    Receipt.objects.filter(hand_off=None, order_number=part.number).update(hand_off=hand_off)
    record_event(
        verb="hand_off.prepared",
        subject=hand_off,
        at=now,
        data={"guid": hand_off.guid, "status": hand_off.status, "reason": hand_off.reason},
    )
    queue(hand_off, now=now)
    return hand_off


def write_message(hand_off: HandOff, part: ProducerOrder, *, now: datetime) -> None:
    """Give a hand-off a new message with a new guid; unsaved. What cannot be written is refused with the reason."""
    hand_off.guid, hand_off.built_at = message_guid(), now
    hand_off.sent_at = hand_off.settled_at = None
    try:
        hand_off.message = build_message(part, guid=hand_off.guid, at=now)
        hand_off.status, hand_off.reason = HandOffStatus.QUEUED, ""
    except MessageInvalid as invalid:
        hand_off.message, hand_off.status, hand_off.settled_at = "", HandOffStatus.REFUSED, now
        hand_off.reason = f"{invalid.field} ({invalid.element}): {invalid.reason}"


def queue(hand_off: HandOff, *, now: datetime) -> None:
    """Queue the message for sending, if there is one. Part of the transaction that made it."""
    if hand_off.status == HandOffStatus.QUEUED:
        enqueue(
            topic="clearance.hand_off",
            dedupe_key=hand_off.guid,
            aggregate=hand_off.order_number,
            payload={"hand_off_id": hand_off.pk, "guid": hand_off.guid},
            now=now,
        )
