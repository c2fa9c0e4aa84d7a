"""The way of a hand-off: monotone, whatever the order in which receipts come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOffStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent to the single window")
    SENT = "sent", _("Sent to the single window")
    PROCESSING = "processing", _("Being processed by the electronic port")
    AT_CUSTOMS = "at_customs", _("Received by customs")
    ACCEPTED = "accepted", _("Accepted into the customs system")
    REJECTED = "rejected", _("Returned by customs")
    REFUSED = "refused", _("Refused by the single window")


# How far a status is on its way; a receipt never moves a hand-off back. Final ones are equal: the first one stands.
RANK: Final[Mapping[HandOffStatus, int]] = {
    HandOffStatus.QUEUED: 0,
    HandOffStatus.SENT: 1,
    HandOffStatus.PROCESSING: 2,
    HandOffStatus.AT_CUSTOMS: 3,
    HandOffStatus.ACCEPTED: 9,
    HandOffStatus.REJECTED: 9,
    HandOffStatus.REFUSED: 9,
}

# returnStatus of CEB304 to ours. Source: message edition 2022-05, note on returnStatus.
BY_RETURN_STATUS: Final[Mapping[int, HandOffStatus]] = {
    1: HandOffStatus.PROCESSING,
    2: HandOffStatus.PROCESSING,
    3: HandOffStatus.AT_CUSTOMS,
    100: HandOffStatus.REJECTED,
    120: HandOffStatus.ACCEPTED,
}


def advance(current: HandOffStatus, receipt: int) -> HandOffStatus:
    """Return the status after a receipt of ``returnStatus`` ``receipt``. Below zero: returned; unknown: no change."""
    target = HandOffStatus.REJECTED if receipt < 0 else BY_RETURN_STATUS.get(receipt, current)
    return target if RANK[target] > RANK[current] else current
