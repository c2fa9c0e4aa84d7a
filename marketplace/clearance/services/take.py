"""Take what a receipt says: store it once, find the message that it speaks of, move that one forward."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import datetime, timedelta
from typing import Final

from marketplace.audit.services import record_event
from marketplace.clearance.messages import ceb304, ceb900
from marketplace.clearance.messages.returns import MAX_GUID
from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.services.prepare import release_waiting
from marketplace.clearance.states import FINAL, RANK, HandOffStatus, advance, further
from marketplace.outbox.services import enqueue

logger = logging.getLogger(__name__)

# How far our clock may be ahead of the port's.
SKEW: Final = timedelta(minutes=1)
# 新增申报成功[4CDE1CFD-…]: where the port gives a receipt a guid of its own, the text may name ours.
_GUID_IN_TEXT: Final = re.compile(r"\[\s*([0-9A-Za-z-]{36})\s*\]")


def take_receipt(message_guid: str, said: ceb304.OrderReceipt, *, now: datetime) -> bool:
    """Store one return of a CEB304 and move the message that it speaks of. Part of the caller's transaction.

    Args:
        message_guid: of the receipt message.
        said: one return in it.
        now: present instant, aware UTC.
    Returns:
        Whether it was new.
    """
    hand_off = _spoken_of(said)
    receipt, is_new = _keep(
        Receipt(
            hand_off=hand_off,
            guid=message_guid,
            order_guid=said.guid,
            platform_code=said.platform_code,
            order_number=said.order_number,
            return_status=said.status,
            return_info=said.info,
            returned_at=said.returned_at,
            received_at=now,
        )
    )
    if is_new and hand_off is None:
        logger.warning("A receipt for %s of platform %s matches no order", said.order_number, said.platform_code)
    if is_new and hand_off is not None:
        _move(hand_off, receipt, advance(HandOffStatus(hand_off.status), said.status), now=now)
    return is_new


def take_refusal(message_guid: str, said: ceb900.Refusal, *, now: datetime) -> bool:
    """Store one return of a CEB900 and settle the message that it names as refused. As ``take_receipt``."""
    hand_off = HandOff.objects.select_for_update().filter(guid=said.cop_msg_id).first()
    receipt, is_new = _keep(
        Receipt(
            hand_off=hand_off,
            message_type=ceb900.MESSAGE_TYPE,
            guid=message_guid,
            order_guid=said.cop_msg_id[:MAX_GUID],
            platform_code="",
            order_number=hand_off.order_number if hand_off else "",
            return_status=said.status,
            return_info=said.info,
            returned_at=said.returned_at,
            received_at=now,
        )
    )
    if is_new:
        logger.warning("The port refuses the message %s: %s %s", said.cop_msg_id, said.status, said.info)
    if is_new and hand_off is not None:
        _move(hand_off, receipt, further(HandOffStatus(hand_off.status), HandOffStatus.REFUSED), now=now)
    return is_new


def _keep(receipt: Receipt) -> tuple[Receipt, bool]:
    """Save a receipt unless the same was said before; return the one that is kept, and whether it is new."""
    said = (receipt.guid, receipt.order_guid, receipt.platform_code, receipt.order_number, receipt.message_type)
    facts = (*said, str(receipt.return_status), receipt.return_info, receipt.returned_at.isoformat())
    receipt.fact = hashlib.sha256("\x1f".join(facts).encode()).hexdigest()
    before = Receipt.objects.filter(fact=receipt.fact).first()
    if before is None:
        receipt.save(force_insert=True)
    return before or receipt, before is None


def _spoken_of(said: ceb304.OrderReceipt) -> HandOff | None:
    """Find our message by platform code and order number; which of them it is, its guid or its time tells."""
    ours = HandOff.objects.select_for_update().filter(order_number=said.order_number).order_by("-position")
    if said.platform_code:
        ours = ours.filter(platform_code=said.platform_code)
    hand_offs = list(ours)
    named = {said.guid, *(found.upper() for found in _GUID_IN_TEXT.findall(said.info))}
    by_guid = next((one for one in hand_offs if one.guid in named), None)
    if by_guid or len(hand_offs) <= 1:
        return by_guid or next(iter(hand_offs), None)
    # The port made the guid: it speaks of a message that was there by then; of those, of the newest without a verdict.
    there = [one for one in hand_offs if one.may_have_left and one.built_at - SKEW <= said.returned_at]
    return next((one for one in there if one.rank < FINAL), next(iter(there or hand_offs)))


def _move(hand_off: HandOff, receipt: Receipt, target: HandOffStatus, *, now: datetime) -> None:
    source = HandOffStatus(hand_off.status)
    if target == source:
        return
    hand_off.status = target
    # A reason stands where somebody has to act on it.
    is_bad = target in {HandOffStatus.REJECTED, HandOffStatus.REFUSED, HandOffStatus.STUCK}
    hand_off.reason = receipt.return_info if is_bad else ""
    if RANK[target] == FINAL:
        hand_off.settled_at, hand_off.return_status = receipt.returned_at, receipt.return_status
    hand_off.save(update_fields=["status", "settled_at", "reason", "return_status"])
    data = {"from": source.value, "to": target.value, "return_status": receipt.return_status}
    record_event(verb="hand_off.status.changed", subject=hand_off, at=now, data={**data, "info": receipt.return_info})
    if RANK[target] == FINAL:
        _settled(hand_off, now=now)


def _settled(hand_off: HandOff, *, now: datetime) -> None:
    # Who is told of a verdict hangs on this one message: the buyer by clearance.tasks, others by their own handlers.
    enqueue(
        topic="clearance.receipt",
        dedupe_key=hand_off.guid,
        payload={"hand_off_id": hand_off.pk, "guid": hand_off.guid},
        now=now,
    )
    release_waiting(producer_order_id=hand_off.producer_order_id, now=now)
