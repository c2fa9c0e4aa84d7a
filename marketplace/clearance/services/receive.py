"""Take a receipt in: store it once, move the hand-off forward, whatever the order in which receipts come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.clearance.messages import ceb304, dxp
from marketplace.clearance.messages.errors import MessageRefused
from marketplace.clearance.models import HandOff, QuarantinedEnvelope, Receipt, ReceiptCursor
from marketplace.clearance.states import RANK, HandOffStatus, advance
from marketplace.outbox.services import enqueue

_FINAL = RANK[HandOffStatus.ACCEPTED]


@transaction.atomic
def receive_envelope(*, sender: str, cursor: int, envelope: bytes, now: datetime) -> int:
    """Take in one envelope from the single window and move the cursor behind it.

    Args:
        sender: our DXP id, whose receipts these are.
        cursor: the envelope's place among them.
        envelope: as it came; hostile until read. What cannot be read is kept in quarantine, and nothing stops.
        now: present instant, aware UTC.
    Returns:
        How many receipts in it were new.
    """
    ReceiptCursor.objects.get_or_create(sender=sender)
    place = ReceiptCursor.objects.select_for_update().get(sender=sender)
    try:
        message = ceb304.read(dxp.parse(envelope).data)
    except MessageRefused as refused:
        QuarantinedEnvelope.objects.get_or_create(
            sender=sender,
            cursor=cursor,
            defaults={
                "envelope": envelope,
                "reason": refused.reason,
                "detail": refused.detail[:500],
                "received_at": now,
            },
        )
        new = 0
    else:
        new = sum(_take(message.guid, receipt, now=now) for receipt in message.receipts)
    place.position, place.polled_at = max(place.position, cursor), now
    place.save(update_fields=["position", "polled_at"])
    return new


def _take(message_guid: str, receipt: ceb304.OrderReceipt, *, now: datetime) -> bool:
    hand_off = HandOff.objects.select_for_update().filter(order_number=receipt.order_number).first()
    _, is_new = Receipt.objects.get_or_create(
        guid=message_guid,
        order_number=receipt.order_number,
        return_status=receipt.status,
        defaults={
            "hand_off": hand_off,
            "order_guid": receipt.guid.upper(),
            "return_info": receipt.info,
            "returned_at": receipt.returned_at,
            "received_at": now,
        },
    )
    # An answer to a message that a correction has replaced says nothing about the correction.
    if is_new and hand_off is not None and receipt.guid.upper() not in hand_off.former_guids:
        _advance(hand_off, receipt, now=now)
    return is_new


def _advance(hand_off: HandOff, receipt: ceb304.OrderReceipt, *, now: datetime) -> None:
    source = HandOffStatus(hand_off.status)
    target = advance(source, receipt.status)
    if target == source:
        return
    hand_off.status = target
    if RANK[target] == _FINAL:
        hand_off.settled_at = receipt.returned_at
        hand_off.reason = receipt.info if target == HandOffStatus.REJECTED else ""
    hand_off.save(update_fields=["status", "settled_at", "reason"])
    data = {"from": source.value, "to": target.value, "return_status": receipt.status, "info": receipt.info}
    record_event(verb="hand_off.status.changed", subject=hand_off, at=now, data=data)
    if RANK[target] == _FINAL:
        enqueue(
            topic="clearance.receipt",
            dedupe_key=hand_off.guid,
            payload={"hand_off_id": hand_off.pk, "guid": hand_off.guid},
            now=now,
        )
