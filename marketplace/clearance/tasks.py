"""The clearance lane: prepare, send, ask for receipts, tell the buyer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from marketplace.clearance import transport
from marketplace.clearance.errors import CertificateUnreadable
from marketplace.clearance.messages.errors import MessageInvalid
from marketplace.clearance.models import HandOff, ReceiptCursor
from marketplace.clearance.order_message import envelope_of
from marketplace.clearance.selectors import is_anything_open
from marketplace.clearance.services import (
    prepare_hand_off,
    receive_envelope,
    record_refused,
    record_sent,
    set_envelope_apart,
)
from marketplace.clearance.states import HandOffStatus
from marketplace.clearance.telling import tell_of_verdict
from marketplace.outbox.registry import Refused, TryLater, every, handles
from marketplace.outbox.selectors import failures_of
from marketplace.outbox.services import hurry

logger = logging.getLogger(__name__)

_RECEIPTS: Final = "clearance.receipts"
OPEN_SECONDS: Final = 1.0
QUIET_SECONDS: Final = 15.0
MAX_AWAY_SECONDS: Final = 30.0
# While something waits to leave, its coming back is noticed this soon.
MAX_AWAY_SECONDS_WHEN_OPEN: Final = 4.0


@handles("producer_order.confirmed", lane="clearance")
def prepare(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Make the customs message of an order that its producer confirmed."""
    prepare_hand_off(producer_order_id=payload["producer_order_id"], now=now)


@handles("clearance.hand_off", lane="clearance")
def hand_over(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send one message to the single window: the same bytes at every try, so that the window keeps it once.

    Raises:
        TryLater: the window does not answer.
        Refused: the window said no, or an identifier of ours does not fit its envelope; the hand-off keeps the reason.
    """
    hand_off = HandOff.objects.get(pk=payload["hand_off_id"])
    # Refused is tried again when an operator replays the dead letter: the window may know us by now. What an answer
    # has settled is not.
    is_open = hand_off.status in {HandOffStatus.QUEUED, HandOffStatus.REFUSED} and hand_off.return_status is None
    if hand_off.guid != payload["guid"] or not is_open:
        return
    try:
        transport.send(
            envelope_of(hand_off),
            base_url=settings.CLEARANCE_BASE_URL,
            timeout=settings.CLEARANCE_TIMEOUT_SECONDS,
        )
    except (transport.Refused, MessageInvalid) as refusal:
        reason = str(refusal)
        record_refused(hand_off_id=hand_off.pk, guid=hand_off.guid, reason=reason, now=now)
        raise Refused(reason) from refusal
    except transport.TransportError as error:
        raise TryLater(str(error)) from error
    record_sent(hand_off_id=hand_off.pk, guid=hand_off.guid, now=now)


@dataclass(slots=True)
class ReceiptPoller:
    """Asks the single window for receipts: each second while an order is under way, seldom otherwise.

    ``has_answered``: in this worker's life.
    """

    has_answered: bool = False

    def __call__(self, *, now: datetime) -> float:
        sender = settings.CLEARANCE_DXP_ID
        is_open = is_anything_open()
        try:
            receipts = transport.poll_receipts(
                base_url=settings.CLEARANCE_BASE_URL,
                sender=sender,
                after=_position(sender),
                timeout=settings.CLEARANCE_TIMEOUT_SECONDS,
            )
        except transport.TransportError as error:
            longest = MAX_AWAY_SECONDS_WHEN_OPEN if is_open else MAX_AWAY_SECONDS
            raise TryLater(str(error), longest=longest) from error
        self._back(now=now)
        for receipt in receipts:
            _receive(sender, receipt, now=now)
        return OPEN_SECONDS if is_open or receipts else QUIET_SECONDS

    def _back(self, *, now: datetime) -> None:
        # At the first answer of a worker's life too: the window may have come back while no worker ran.
        if not self.has_answered or failures_of(_RECEIPTS):
            hurry(topic="clearance.hand_off", now=now)
        self.has_answered = True


poll = ReceiptPoller()
every(_RECEIPTS, label=_("Ask the single window for receipts"), seconds=QUIET_SECONDS, lane="clearance")(poll)


def _receive(sender: str, receipt: transport.ReceiptEnvelope, *, now: datetime) -> None:
    """Take one envelope in. One on which we fail ourselves is set apart: those behind it are others' verdicts."""
    try:
        receive_envelope(sender=sender, cursor=receipt.cursor, envelope=receipt.envelope, now=now)
    except (OperationalError, InterfaceError, CertificateUnreadable):
        raise  # the database is away, or the settings are wrong: asked again, nothing is lost
    except Exception as error:
        logger.exception("The receipt %s of %s could not be taken in", receipt.cursor, sender)
        set_envelope_apart(
            sender=sender, cursor=receipt.cursor, envelope=receipt.envelope, error=type(error).__name__, now=now
        )


def _position(sender: str) -> int:
    return ReceiptCursor.objects.filter(sender=sender).values_list("position", flat=True).first() or 0


@handles("clearance.receipt", lane="mail")
def tell_both_sides(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Tell buyer and producer of the verdict: the one place where people learn of it."""
    tell_of_verdict(hand_off_id=payload["hand_off_id"], guid=payload["guid"], now=now)
