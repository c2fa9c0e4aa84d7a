"""Tell buyer and producer what customs, or the single window, said to an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.functional import lazy

from marketplace.clearance.models import HandOff
from marketplace.clearance.states import AppType, HandOffStatus
from marketplace.clearance.timeline import reason_of
from marketplace.companies.models import Role
from marketplace.companies.selectors import people_of
from marketplace.notifications.telling import Context, tell

# Status of a settled hand-off -> the notice for the buyer, the notice for the producer.
NOTICES: Final[Mapping[str, tuple[str, str]]] = {
    HandOffStatus.ACCEPTED: ("receipt_accepted", "receipt_accepted"),
    HandOffStatus.REJECTED: ("receipt_rejected_buyer", "receipt_rejected_producer"),
    HandOffStatus.REFUSED: ("hand_off_refused_buyer", "hand_off_refused_producer"),
}
# Whom of a producer it concerns: who sold, and who loads.
CONCERNED: Final = frozenset({Role.OWNER, Role.SALES, Role.FULFILMENT})


def _words(hand_off: HandOff) -> str:
    """Return the reason within a sentence; where customs gave none, it says so in each reader's language."""
    return reason_of(hand_off).rstrip(" .。;；")


_reason = lazy(_words, str)


@transaction.atomic
def tell_of_verdict(*, hand_off_id: int, guid: str, now: datetime) -> bool:
    """Tell both sides of the verdict on an order, once. Of its changes they are told where these are made.

    Args:
        hand_off_id: primary key.
        guid: of the message that the verdict is on.
        now: present instant, aware UTC.
    Returns:
        Whether there was a verdict to tell of: not where the message is another one, or no new order.
    Raises:
        HandOff.DoesNotExist: no such hand-off.
    """
    loaded = HandOff.objects.select_related("producer_order__order__placed_by")
    hand_off = loaded.get(pk=hand_off_id)
    events = NOTICES.get(hand_off.status)
    if events is None or hand_off.guid != guid or hand_off.app_type != AppType.ADD:
        return False
    part = hand_off.producer_order
    context: Context = {
        "part_number": part.number,
        "received_at": hand_off.settled_at or now,
        "reason": _reason(hand_off),
    }
    sides = (
        (events[0], [part.order.placed_by], ("storefront:order-detail", part.order.number)),
        (events[1], people_of(part.producer_id, roles=CONCERNED), ("producer_portal:order-detail", part.number)),
    )
    for event, people, link in sides:
        tell(event, people, context, key=f"{hand_off.guid}:{hand_off.status}", now=now, link=link)
    return True
