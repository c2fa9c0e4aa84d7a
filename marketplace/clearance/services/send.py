"""Note what became of a message on its way out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.clearance.models import HandOff
from marketplace.clearance.services.prepare import release_waiting
from marketplace.clearance.states import HandOffStatus, further


@transaction.atomic
def record_sent(*, hand_off_id: int, guid: str, now: datetime) -> bool:
    """Note that the single window has the message. A receipt may have been quicker: then only the instant is set.

    Args:
        hand_off_id: primary key.
        guid: of the message that was sent.
        now: present instant, aware UTC.
    Returns:
        Whether ``guid`` is the hand-off's message.
    """
    hand_off = HandOff.objects.select_for_update().get(pk=hand_off_id)
    if hand_off.guid != guid:
        return False
    hand_off.sent_at = hand_off.sent_at or now
    # Refused at the door before, and taken now. What a receipt has refused stays so: it speaks of this very message.
    if hand_off.status == HandOffStatus.REFUSED and hand_off.return_status is None:
        hand_off.status, hand_off.reason, hand_off.settled_at = HandOffStatus.SENT, "", None
    hand_off.status = further(HandOffStatus(hand_off.status), HandOffStatus.SENT)
    hand_off.save(update_fields=["status", "reason", "sent_at", "settled_at"])
    record_event(verb="hand_off.sent", subject=hand_off, at=now, data={"guid": guid})
    return True


@transaction.atomic
def record_refused(*, hand_off_id: int, guid: str, reason: str, now: datetime) -> bool:
    """Note that the single window will not take the message, and why. Arguments and result as for ``record_sent``."""
    hand_off = HandOff.objects.select_for_update().get(pk=hand_off_id)
    if hand_off.guid != guid:
        return False
    # An answer of customs stands: then it was an earlier try that the window took.
    if hand_off.return_status is None:
        hand_off.status, hand_off.reason, hand_off.settled_at = HandOffStatus.REFUSED, reason[:1000] or "?", now
        hand_off.save(update_fields=["status", "reason", "settled_at"])
    record_event(verb="hand_off.refused", subject=hand_off, at=now, data={"guid": guid, "reason": reason})
    release_waiting(producer_order_id=hand_off.producer_order_id, now=now)
    return True
