"""Telephone numbers as companies in Vietnam and China write them, and the one form in which they are kept.

Kept is E.164 (``+842838221234``), an extension behind ``;ext=`` as in RFC 3966. ``phonenumbers`` knows what is a
number; it does not know several ways of writing one, which are read here. Source: docs/typed.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from marketplace.kernel.errors import DomainError
from marketplace.kernel.text import bare

MAX_TYPED: Final = 80
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\u30fc_~∼·•・。]")
# What a card says before the number: "Tel:", "ĐT (Zalo):", "电话：", "☎".
_LABEL: Final = re.compile(r"(?:(?![(+])[^0-9]|\((?![^()]*[0-9])[^()]*\))*")
# What it says after it: "(Mr. Nam)", "（微信同号）", "Zalo".
_REMARK: Final = re.compile(r"\s*(?:\([^()0-9]*\)|zalo|viber|whatsapp|wechat|微信(?:同号)?)\s*$", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    r"[\s,;(]*(?:转(?:分机)?|轉|分机号?|内线|ext(?:ension)?|extn|máy\s*lẻ|may\s*le|số\s*(?:máy\s*)?(?:lẻ|nội\s*bộ)|nội\s*bộ"
    r"|lẻ|(?<=[0-9\s)])x|[#*])[\s.:=]*(?P<digits>[0-9]{1,7})\s*(?:号|分机)?\s*\)?$",
    re.IGNORECASE,
)
# 0873-3722222-8001: only a dash before it, as Chinese switchboards are written.
_DASHED: Final = re.compile(r"(?P<number>.*[0-9)])\s*-\s*(?P<digits>[0-9]{2,5})$")
_TRUNK: Final = re.compile(r"\(\s*0\s*\)")  # +86-(0)873: the zero is dialled inside the country only
_BODY: Final = re.compile(r"[ (]*\+?[0-9 ().,/;|-]+")
_SEVERAL: Final = re.compile(r"[/;,|&、]|\bhoặc\b|\bor\b|或|和|\s-\s")
# What a number looks like where plans grow faster than a library is renewed; of other countries its length has to do.
_SHAPES: Final = {
    "VN": re.compile(r"2[0-9]{9}|[35789][0-9]{8}|1[89]00[0-9]{4,6}"),
    "CN": re.compile(r"1[3-9][0-9]{9}|10[0-9]{8}|[2-9][0-9]{8,9}|[48]00[0-9]{7}"),
}
_OURS: Final = ("84", "86", "856", "855", "66", "95")


class PhoneNotValid(DomainError):
    """What was typed is no telephone number; ``reason``: "number", "several" (more than one was written)."""

    code = "phone_not_valid"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Phone:
    """``number`` is E.164, ``extension`` digits or empty."""

    number: str
    extension: str = ""

    def __str__(self) -> str:
        return f"{self.number};ext={self.extension}" if self.extension else self.number


def parse_phone(text: str, *, country: str) -> Phone:
    """Read a telephone number.

    Args:
        text: as typed or pasted, hostile until read.
        country: ISO 3166 alpha-2 of who writes it: what a number without a country code belongs to.
    Raises:
        PhoneNotValid: it is none, or more than one.
    """
    plain = _LABEL.sub("", _DASHES.sub("-", bare(text, limit=MAX_TYPED)), count=1)
    plain = _REMARK.sub("", plain).strip(" .,;")
    if found := _EXTENSION.search(plain):
        return Phone(_number(plain[: found.start()], country), found["digits"])
    try:
        return Phone(_number(plain, country))
    except PhoneNotValid as refusal:
        dashed = _DASHED.fullmatch(plain)
        if dashed is None or refusal.reason == "several":
            raise
        return Phone(_number(dashed["number"], country), dashed["digits"])


def shown(stored: str) -> tuple[str, str]:
    """Return a kept number for people, ``+84 28 3822 1234``, and its extension; another text as it stands."""
    number, _, extension = stored.partition(";ext=")
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return stored, ""
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL), extension


def _number(text: str, country: str) -> str:
    if _BODY.fullmatch(text):
        for candidate in _candidates(_TRUNK.sub("", text)):
            if parsed := _valid(candidate, country):
                return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    raise PhoneNotValid(reason="several" if _are_several(text, country) else "number")


def _are_several(text: str, country: str) -> bool:
    first, *rest = _SEVERAL.split(text, maxsplit=1)
    if not rest or not re.search(r"[0-9]", rest[0]) or not _BODY.fullmatch(first):
        return False
    return any(_valid(one, country) for one in _candidates(first))


def _candidates(text: str) -> Iterator[str]:
    """Yield what the digits may mean, likeliest first."""
    digits = re.sub(r"[^0-9]", "", text)
    if text.lstrip(" (").startswith("+"):
        yield f"+{digits}"
        return
    if digits.startswith("00"):
        yield f"+{digits[2:]}"
    yield digits
    if digits.startswith(_OURS):
        yield f"+{digits}"


def _valid(text: str, country: str) -> PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(parsed):
        return parsed
    shape = _SHAPES.get(phonenumbers.region_code_for_country_code(parsed.country_code or 0))
    if shape is not None:
        return parsed if shape.fullmatch(phonenumbers.national_significant_number(parsed)) else None
    return parsed if phonenumbers.is_possible_number(parsed) else None
