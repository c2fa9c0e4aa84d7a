"""Errors of the way out and of what comes back, in words that an operator can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

_CODE: Final = re.compile(r"(?P<code>[a-z]+(?:_[a-z0-9]+)*): (?P<rest>.*)", re.DOTALL)
_HTTP: Final = re.compile(r"http_(?P<status>[0-9]{3})")
_FIELD: Final = re.compile(r"(?P<field>\S+) \((?P<element>[A-Za-z]+)\): (?P<reason>[a-z_]+)")

_WAY_OUT: Final[Mapping[str, str]] = {
    "unreachable": gettext_noop("The single window does not answer."),
    "bad_answer": gettext_noop("The single window gave an answer that makes no sense."),
    "bad_address": gettext_noop("The address of the single window in the settings is none: CLEARANCE_BASE_URL."),
    "bad_envelope": gettext_noop("The single window cannot open our envelope."),
    "bad_message": gettext_noop("The single window cannot read our message."),
    "unknown_type": gettext_noop("The single window does not take this kind of message."),
    "unknown_sender": gettext_noop("The single window does not know us as a sender."),
    "wrong_sender": gettext_noop("The sender in the message is not the one of the envelope: CLEARANCE_DXP_ID."),
    "guid_reused": gettext_noop("The single window has another message under this guid."),
    "too_large": gettext_noop("The message is too large for the single window."),
}
_COMING_BACK: Final[Mapping[str, str]] = {
    "too_large": gettext_noop("It is too large."),
    "not_xml": gettext_noop("It is no XML."),
    "doctype": gettext_noop("It declares a document type, which is not allowed."),
    "encoding": gettext_noop("Its characters are neither UTF-8 nor GB 18030."),
    "too_deep": gettext_noop("It is nested too deeply."),
    "too_many_nodes": gettext_noop("It has too many elements."),
    "too_many_attributes": gettext_noop("It has too many attributes."),
    "wrong_root": gettext_noop("It is another kind of message."),
    "unexpected_element": gettext_noop("It has an element where none belongs."),
    "missing_element": gettext_noop("Something that we need is missing or empty."),
    "wrong_length": gettext_noop("A value is too long."),
    "unknown_status": gettext_noop("We do not know this status code."),
    "bad_time": gettext_noop("Its time does not exist."),
    "bad_base64": gettext_noop("The message in the envelope is damaged."),
    "bad_number": gettext_noop("Its status is no number."),
    "unsigned": gettext_noop("It carries no signature, and one is required."),
    "bad_signature": gettext_noop("Its signature is not that of our certificate, or it was changed on the way."),
    "unknown_signature": gettext_noop("Its signature is of a kind that we cannot verify."),
    "fault": gettext_noop("Our own program failed on it; the log says where."),
}


def on_the_way_out(error: str) -> str:
    """Say what kept a message from leaving.

    Args:
        error: ``last_error`` of its outbox message, or the reason of a refusal at the door.
    """
    if not error:
        return ""
    if found := _FIELD.fullmatch(error):
        return _("The field %(element)s of the customs message cannot be filled from the order: %(reason)s.") % {
            "element": found["element"],
            "reason": _field_reason(found["reason"]),
        }
    found = _CODE.match(error)
    code = found["code"] if found else ""
    if http := _HTTP.fullmatch(code):
        return _("Something else than the single window answered (HTTP %(status)s).") % {"status": http["status"]}
    if code in _WAY_OUT:
        return _(_WAY_OUT[code])
    if found:
        return _("The single window refuses it: %(code)s.") % {"code": code}
    return _("Our own program failed on it; the log says where.")


def on_the_way_back(reason: str) -> str:
    """Say why a receipt cannot be read. ``reason``: as in ``QuarantinedEnvelope.faults``."""
    return _(_COMING_BACK[reason]) if reason in _COMING_BACK else reason


_FIELD_REASONS: Final[Mapping[str, object]] = {
    "required": gettext_lazy("it is missing"),
    "too_long": gettext_lazy("it is too long"),
    "wrong_length": gettext_lazy("it has the wrong length"),
    "unknown_currency": gettext_lazy("customs has no code for this currency"),
    "not_positive": gettext_lazy("it must be above zero"),
    "too_precise": gettext_lazy("it has more than five decimals"),
    "illegal_character": gettext_lazy("it has a character that is not allowed"),
    "message_too_large": gettext_lazy("the message is too large"),
    "too_many": gettext_lazy("there are too many"),
}


def _field_reason(reason: str) -> str:
    return str(_FIELD_REASONS.get(reason, reason))
