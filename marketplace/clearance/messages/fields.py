"""How a field of the list is written: text with its lengths, decimal numbers, counters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

from lxml import etree

from marketplace.clearance.messages.currencies import CUSTOMS_CURRENCIES
from marketplace.clearance.messages.errors import InvalidReason, MessageInvalid
from marketplace.clearance.messages.instants import digits_14

MAX_INTEGER_DIGITS: Final = 14  # N19,5: nineteen digits, five of them behind the point
DECIMAL_PLACES: Final = 5
# Everything that XML 1.0 has no place for: control characters, lone surrogates, the two non-characters.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT_TYPE: Final = re.compile(r"C(?:(?P<low>[0-9]*)\.\.)?(?P<high>[0-9]+)")


class _Fault(Exception):
    """A value breaks its type; `write` adds which field it was."""

    def __init__(self, reason: InvalidReason) -> None:
        self.reason = reason


def decimal_text(value: Any) -> str:
    """Write a decimal as N19,5: no exponent, no sign, no superfluous zeros."""
    number = _number(value)
    if number < 0:
        raise _Fault("negative")
    if number.adjusted() >= MAX_INTEGER_DIGITS:
        raise _Fault("too_large")
    # Looked at before it is written out: 1E-1000000 would be a million characters.
    if number and number.adjusted() < -DECIMAL_PLACES:
        raise _Fault("too_precise")
    text = f"{number:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    if len(plain.partition(".")[2]) > DECIMAL_PLACES:
        raise _Fault("too_precise")
    return plain


def positive_decimal_text(value: Any) -> str:
    """Write a decimal as N19,5 that is above zero."""
    if _number(value) == 0:
        raise _Fault("not_positive")
    return decimal_text(value)


def _number(value: Any) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise _Fault("not_a_number")
    return value or Decimal(0)


def currency_code(value: Any) -> str:
    """Write an ISO 4217 code as the numeric code of customs."""
    try:
        return CUSTOMS_CURRENCIES[value]
    except (KeyError, TypeError):
        raise _Fault("unknown_currency") from None


def application_time(value: datetime) -> str:
    """Write an aware instant in 14 digits, Beijing time."""
    if value.tzinfo is None:
        raise _Fault("naive_time")
    return digits_14(value)


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a message's mapping: our attribute, the customs element, its type, whether it must be there."""

    name: str
    element: str
    type: str
    required: bool = True
    encode: Callable[[Any], str] = str

    def write(self, parent: etree._Element, source: object, *, namespace: str, path: str = "") -> None:
        """Append the element to ``parent``, or leave it out when it is optional and blank.

        Raises:
            MessageInvalid: the value breaks the type; names ``path`` + the field.
        """
        try:
            text = self._text(source)
        except _Fault as fault:
            raise MessageInvalid(field=path + self.name, element=self.element, reason=fault.reason) from None
        if text:
            etree.SubElement(parent, f"{{{namespace}}}{self.element}").text = text

    def _text(self, source: object) -> str:
        text = self.encode(attrgetter(self.name)(source))
        if _ILLEGAL.search(text):
            raise _Fault("illegal_character")
        if not text.strip():
            return self._blank()
        self._check_length(text)
        return text

    def _blank(self) -> str:
        if self.required:
            raise _Fault("required")
        return ""

    def _check_length(self, text: str) -> None:
        if (lengths := text_lengths(self.type)) is None:
            return
        low, high = lengths
        if len(text) > high:
            raise _Fault("wrong_length" if low == high else "too_long")
        if len(text) < low:
            raise _Fault("wrong_length")


def text_lengths(type_: str) -> tuple[int, int] | None:
    """Return the least and the greatest length in characters of a text type (C36, C..60, C1..10), None for numbers."""
    if (match := _TEXT_TYPE.fullmatch(type_)) is None:
        return None
    high = int(match["high"])
    if match["low"] is None:
        return high, high
    return int(match["low"] or 1), high
