"""Numbers, with their units, and tariff codes."""

from __future__ import annotations

import re
from typing import Final

_HS_DOTTED: Final = re.compile(r"\d{4}\.\d{2}(\.\d{2}){0,2}")
_THOUSANDS: Final = re.compile(r"\d{1,3}(,\d{3})+")
HS_LENGTHS: Final = (2, 4, 6, 8, 10)
_MIN_HS_TYPED: Final = 4
UNITS: Final = {
    "kg": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg", "kilograms": "kg", "ký": "kg",
    "千克": "kg", "公斤": "kg",
    "g": "g", "gr": "g", "gam": "g", "gram": "g", "grams": "g", "克": "g",
    "l": "l", "lít": "l", "lit": "l", "litre": "l", "litres": "l", "liter": "l", "liters": "l", "升": "l",
    "ml": "ml", "毫升": "ml", "t": "t", "tấn": "t", "tan": "t", "ton": "t", "tons": "t", "tonne": "t", "tonnes": "t",
    "吨": "t", "cm": "cm", "厘米": "cm", "mm": "mm", "毫米": "mm",
}  # fmt: skip
_HAN_UNITS: Final = tuple(sorted((unit for unit in UNITS if unit >= "一"), key=len, reverse=True))


def number(text: str) -> str:
    """Return a number as it is compared: no dots in a tariff code, no commas of thousands, the decimal sign a dot."""
    if _HS_DOTTED.fullmatch(text):
        return text.replace(".", "")
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".")


def leading_unit(han: str) -> tuple[str, str]:
    """Return the unit that a Chinese run starts with and the rest of the run: ``公斤纸箱`` is (``kg``, ``纸箱``)."""
    for unit in _HAN_UNITS:
        if han.startswith(unit):
            return UNITS[unit], han[len(unit) :]
    return "", han


def hs_prefixes(code: str) -> list[str]:
    """Return the prefixes by which a tariff code is found: chapter, heading, subheading and national digits."""
    digits = digits_of(code)
    return [digits[:length] for length in HS_LENGTHS if length <= len(digits)]


def digits_of(text: str) -> str:
    """Return the plain digits of a text."""
    return "".join(one for one in text if one in "0123456789")


def hs_typed(digits: str, *, is_told: bool = False) -> list[str]:
    """Return what a typed number may be prefix of, longest first; empty when it is no tariff code.

    A code longer than the goods' own (ten digits for a good declared with eight) is also tried shortened.
    ``is_told``: it was called a code, so that a chapter's two digits are one.
    """
    shortest = min(HS_LENGTHS) if is_told else _MIN_HS_TYPED
    if not (shortest <= len(digits) <= max(HS_LENGTHS) and digits.isdecimal() and digits.isascii()):
        return []
    return [digits[:length] for length in reversed(HS_LENGTHS) if shortest <= length <= len(digits)]
