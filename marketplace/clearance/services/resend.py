"""Send a corrected message after customs returned one, or the single window refused it or could not pass it on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.clearance.errors import HandOffNotResendable
from marketplace.clearance.models import HandOff
from marketplace.clearance.services.prepare import make_hand_off
from marketplace.clearance.states import WORK, AppType, HandOffStatus
from marketplace.orders.models import ProducerOrder
from marketplace.outbox.services import supersede

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def resend_hand_off(*, hand_off_id: int, actor: User, now: datetime) -> HandOff:
    """Build the message anew from the order, as a new one with a guid of its own and the same order number.

    Args:
        hand_off_id: primary key of a hand-off in status REJECTED, REFUSED or STUCK that nothing has replaced.
        actor: the operator; permission is the caller's duty.
        now: present instant, aware UTC; the message's time.
    Returns:
        The new hand-off, QUEUED; or REFUSED when what broke the field list has not been corrected. The former one
        stays as it is.
    Raises:
        HandOff.DoesNotExist: no such hand-off.
        HandOffNotResendable: it is on its way, accepted, or was sent again before.
    Source: message edition 2022-05: a returned order is sent again as a new one.
    """
    part_id = HandOff.objects.values_list("producer_order_id", flat=True).get(pk=hand_off_id)
    # The order is locked before its messages, as where they are made.
    part = ProducerOrder.objects.select_for_update(of=("self",)).select_related("producer").get(pk=part_id)
    former = HandOff.objects.select_for_update().get(pk=hand_off_id)
    if former.status not in WORK or HandOff.objects.filter(replaces=former).exists():
        raise HandOffNotResendable(status=former.status)
    hand_off = make_hand_off(
        part,
        app_type=AppType(former.app_type),
        status=HandOffStatus.QUEUED,
        now=now,
        position=HandOff.objects.filter(producer_order=part).count() + 1,
        replaces=former,
    )
    data = {"former_guid": former.guid, "guid": hand_off.guid, "from": former.status, "reason": former.reason}
    record_event(
        verb="hand_off.resent",
        subject=hand_off,
        actor=actor.pk,
        actor_label=str(actor),
        at=now,
        data={**data, "to": hand_off.status},
    )
    # A dead letter of the former message would block the new one, and replaying it would be pointless.
    supersede(topic="clearance.hand_off", dedupe_key=former.guid)
    return hand_off
