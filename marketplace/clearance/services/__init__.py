"""Writes of the hand-off: prepare, send, read receipts, send again."""

from marketplace.clearance.services.prepare import amend_hand_off, prepare_hand_off
from marketplace.clearance.services.quarantine import retry_envelope, set_envelope_aside
from marketplace.clearance.services.receive import receive_envelope, set_envelope_apart
from marketplace.clearance.services.resend import resend_hand_off
from marketplace.clearance.services.send import record_refused, record_sent

__all__ = [
    "amend_hand_off",
    "prepare_hand_off",
    "receive_envelope",
    "record_refused",
    "record_sent",
    "resend_hand_off",
    "retry_envelope",
    "set_envelope_apart",
    "set_envelope_aside",
]
