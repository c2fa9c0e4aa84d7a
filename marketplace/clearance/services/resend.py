"""Send a corrected message after customs returned one, or the single window refused it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.clearance.errors import HandOffNotResendable
from marketplace.clearance.models import HandOff
from marketplace.clearance.services.prepare import queue, write_message
from marketplace.clearance.states import HandOffStatus
from marketplace.orders.models import ProducerOrder
from marketplace.outbox.services import supersede

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def resend_hand_off(*, hand_off_id: int, actor: User, now: datetime) -> HandOff:
    """Build the message anew, under a new guid and the same order number, and queue it.

    Args:
        hand_off_id: primary key of a hand-off in status REJECTED or REFUSED.
        actor: the operator; permission is the caller's duty.
        now: present instant, aware UTC; the message's time.
    Returns:
        The hand-off, QUEUED again; or REFUSED again when what broke the field list has not been corrected.
    Raises:
        HandOff.DoesNotExist: no such hand-off.
        HandOffNotResendable: it is on its way, or accepted.
    Source: message edition 2022-05: a returned order is sent again as a new one.
    """
    hand_off = HandOff.objects.select_for_update().get(pk=hand_off_id)
    if hand_off.status not in {HandOffStatus.REJECTED, HandOffStatus.REFUSED}:
        raise HandOffNotResendable(status=hand_off.status)
    former, reason, source = hand_off.guid, hand_off.reason, hand_off.status
    part = ProducerOrder.objects.select_related("producer").get(pk=hand_off.producer_order_id)
    write_message(hand_off, part, now=now)
    hand_off.former_guids = [*hand_off.former_guids, former]
    hand_off.save()
    record_event(
        verb="hand_off.resent",
        subject=hand_off,
        actor=actor.pk,
        actor_label=str(actor),
        at=now,
        data={"former_guid": former, "guid": hand_off.guid, "from": source, "to": hand_off.status, "reason": reason},
    )
    # A dead letter of the former message would block the new one, and replaying it would be pointless.
    supersede(topic="clearance.hand_off", dedupe_key=former)
    queue(hand_off, now=now)
    return hand_off
