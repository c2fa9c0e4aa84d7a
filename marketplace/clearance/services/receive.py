"""Read what the single window hands out, in its order; what cannot be read is kept apart, and nothing stops for it."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from marketplace.clearance.certificates import trusted_certificates
from marketplace.clearance.messages import ceb304, receipts
from marketplace.clearance.messages.errors import MessageRefused
from marketplace.clearance.models import QuarantinedEnvelope, ReceiptCursor
from marketplace.clearance.services.take import take_receipt, take_refusal

logger = logging.getLogger(__name__)

MAX_TEXT: Final = 20_000
WHOLE: Final = 0


@transaction.atomic
def receive_envelope(*, sender: str, cursor: int, envelope: bytes, now: datetime) -> int:
    """Take in one envelope from the single window and move the cursor behind it.

    Args:
        sender: our DXP id, whose receipts these are.
        cursor: the envelope's place among them.
        envelope: as it came; hostile until read. What cannot be read of it is kept in quarantine, the rest is taken.
        now: present instant, aware UTC.
    Returns:
        How many receipts in it were new.
    """
    ReceiptCursor.objects.get_or_create(sender=sender)
    place = ReceiptCursor.objects.select_for_update().get(sender=sender)
    new, faults = take(envelope, now=now)
    if faults:
        _keep(sender, cursor, envelope, faults, now=now)
    _move_behind(place, cursor, now=now)
    return new


@transaction.atomic
def set_envelope_apart(*, sender: str, cursor: int, envelope: bytes, error: str, now: datetime) -> None:
    """Keep an envelope on which our own program failed, and move the cursor behind it: the others must not wait.

    Args:
        sender: our DXP id, whose receipts these are.
        cursor: the envelope's place among them.
        envelope: as it came.
        error: the kind of failure, for who mends it.
        now: present instant, aware UTC.
    """
    ReceiptCursor.objects.get_or_create(sender=sender)
    place = ReceiptCursor.objects.select_for_update().get(sender=sender)
    _keep(sender, cursor, envelope, [_whole("fault", error, envelope)], now=now)
    _move_behind(place, cursor, now=now)


def take(envelope: bytes, *, now: datetime) -> tuple[int, list[dict[str, Any]]]:
    """Take every return in an envelope that can be read. Part of the caller's transaction.

    Returns:
        How many receipts were new, and what could not be read, as ``QuarantinedEnvelope.faults``.
    Raises:
        CertificateUnreadable: the settings ask for signatures, and their certificate cannot be read.
    """
    try:
        message = receipts.read(envelope, certificates=trusted_certificates(), at=now)
    except MessageRefused as refused:
        return 0, [_whole(refused.reason, refused.detail, envelope)]
    new = 0
    for said in message.receipts:
        if isinstance(said, ceb304.OrderReceipt):
            new += take_receipt(message.guid, said, now=now)
        else:
            new += take_refusal(message.guid, said, now=now)
    odd = [
        {"position": one.position, "reason": one.reason, "detail": one.detail, "text": one.text[:MAX_TEXT]}
        for one in message.odd
    ]
    return new, odd


def _whole(reason: str, detail: str, envelope: bytes) -> dict[str, Any]:
    text = receipts.text_in(envelope, limit=MAX_TEXT)
    return {"position": WHOLE, "reason": reason, "detail": detail, "text": text}


def _keep(sender: str, cursor: int, envelope: bytes, faults: list[dict[str, Any]], *, now: datetime) -> None:
    first = faults[0]
    _row, is_new = QuarantinedEnvelope.objects.get_or_create(
        sender=sender,
        cursor=cursor,
        defaults={
            "envelope": envelope,
            "reason": first["reason"],
            "detail": first["detail"][:500],
            "faults": faults,
            "received_at": now,
        },
    )
    if is_new:
        said = ", ".join(f"{fault['position']}: {fault['reason']} ({fault['detail']})" for fault in faults[:5])
        logger.error("Receipt envelope %s of %s cannot be read (%s faults): %s", cursor, sender, len(faults), said)


def _move_behind(place: ReceiptCursor, cursor: int, *, now: datetime) -> None:
    place.position, place.polled_at = max(place.position, cursor), now
    place.save(update_fields=["position", "polled_at"])
