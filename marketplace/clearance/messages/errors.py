from __future__ import annotations

from typing import Literal

from marketplace.kernel.errors import DomainError

InvalidReason = Literal[
    "required",
    "too_long",
    "wrong_length",
    "illegal_character",
    "not_a_number",
    "negative",
    "not_positive",
    "too_large",
    "too_precise",
    "unknown_currency",
    "naive_time",
    "too_many",
    "message_too_large",
]
RefusedReason = Literal[
    "too_large",
    "not_xml",
    "doctype",
    "encoding",
    "too_deep",
    "too_many_nodes",
    "too_many_attributes",
    "wrong_root",
    "unexpected_element",
    "missing_element",
    "wrong_length",
    "unknown_status",
    "bad_time",
    "bad_base64",
    "bad_number",
    "unsigned",
    "bad_signature",
    "unknown_signature",
    "fault",
]


class MessageInvalid(DomainError):
    """What we want to send breaks the field list; nothing was built.

    ``field`` is the English path (``lines[3].item_name``), ``element`` the customs name (``itemName``).
    """

    code = "message_invalid"

    def __init__(self, *, field: str, element: str, reason: InvalidReason) -> None:
        super().__init__(f"{field} ({element}): {reason}")
        self.field, self.element, self.reason = field, element, reason


class MessageRefused(DomainError):
    """What came in is broken or hostile. ``detail`` is short and holds nothing of the payload's text."""

    code = "message_refused"

    def __init__(self, *, reason: RefusedReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail
