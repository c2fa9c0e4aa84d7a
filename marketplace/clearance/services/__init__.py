"""Writes of the hand-off: prepare, send, read receipts, send again."""

from marketplace.clearance.services.prepare import prepare_hand_off
from marketplace.clearance.services.receive import receive_envelope
from marketplace.clearance.services.resend import resend_hand_off
from marketplace.clearance.services.send import record_refused, record_sent

__all__ = ["prepare_hand_off", "receive_envelope", "record_refused", "record_sent", "resend_hand_off"]
