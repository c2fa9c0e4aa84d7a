"""The way of a hand-off: monotone, whatever the order in which receipts come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppType(models.TextChoices):
    """appType: what a message does with the order in the books of customs. Source: message edition 2022-05."""

    ADD = "1", _("New order")
    CHANGE = "2", _("Change")
    DELETE = "3", _("Withdrawal")


class HandOffStatus(models.TextChoices):
    # A change or a withdrawal of what customs has not answered yet.
    WAITING = "waiting", _("Waiting for the answer to the message before it")
    QUEUED = "queued", _("Waiting to be sent to the single window")
    SENT = "sent", _("Sent to the single window")
    PROCESSING = "processing", _("Being processed by the electronic port")
    STUCK = "stuck", _("Not passed on to customs by the electronic port")
    AT_CUSTOMS = "at_customs", _("Received by customs")
    ACCEPTED = "accepted", _("Accepted into the customs system")
    REJECTED = "rejected", _("Returned by customs")
    REFUSED = "refused", _("Refused by the single window")
    DROPPED = "dropped", _("Not needed: customs does not have the order")


# How far a status is on its way; a receipt never moves a hand-off back. Final ones are equal: the first one stands.
RANK: Final[Mapping[HandOffStatus, int]] = {
    HandOffStatus.WAITING: -1,
    HandOffStatus.QUEUED: 0,
    HandOffStatus.SENT: 1,
    HandOffStatus.PROCESSING: 2,
    # The port may try again by itself: what comes after it moves the hand-off on.
    HandOffStatus.STUCK: 3,
    HandOffStatus.AT_CUSTOMS: 4,
    HandOffStatus.ACCEPTED: 9,
    HandOffStatus.REJECTED: 9,
    HandOffStatus.REFUSED: 9,
    HandOffStatus.DROPPED: 9,
}
FINAL: Final = RANK[HandOffStatus.ACCEPTED]
# The single window or customs still owe an answer, or we the message.
UNDER_WAY: Final = tuple(status for status in HandOffStatus if RANK[status] < FINAL and status != HandOffStatus.STUCK)
# Nothing goes on by itself: an operator corrects and sends again.
WORK: Final = (HandOffStatus.STUCK, HandOffStatus.REJECTED, HandOffStatus.REFUSED)

# returnStatus of CEB304 to ours. Source: message edition 2022-05, note on returnStatus, which names 399 as the end of
# an order's way; the text of 2018 names 120. Both are met.
BY_RETURN_STATUS: Final[Mapping[int, HandOffStatus]] = {
    1: HandOffStatus.PROCESSING,
    2: HandOffStatus.PROCESSING,
    3: HandOffStatus.AT_CUSTOMS,
    4: HandOffStatus.STUCK,
    100: HandOffStatus.REJECTED,
    120: HandOffStatus.ACCEPTED,
    399: HandOffStatus.ACCEPTED,
}


def advance(current: HandOffStatus, receipt: int) -> HandOffStatus:
    """Return the status after a receipt of ``returnStatus`` ``receipt``. Below zero: returned; unknown: no change."""
    target = HandOffStatus.REJECTED if receipt < 0 else BY_RETURN_STATUS.get(receipt, current)
    return further(current, target)


def further(current: HandOffStatus, target: HandOffStatus) -> HandOffStatus:
    """Return the one of two statuses that is further on its way; ``current`` where neither is."""
    return target if RANK[target] > RANK[current] else current
