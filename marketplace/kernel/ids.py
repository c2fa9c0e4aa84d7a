"""Numbers that people read out, type in and send through banks."""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import datetime
from typing import Final

from marketplace.kernel.text import bare

# Crockford's base 32: no I, L, O, U, so that a number survives being read out and typed in.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX: Final = "HK"
_SYMBOLS: Final = 11  # year, random symbols, check symbol
_READ_AS_DIGITS: Final = str.maketrans("OIL", "011")
_NO_SYMBOL: Final = re.compile(r"[^0-9A-Z]")
_PART: Final = re.compile(r"0?[1-9]|[1-9][0-9]")
_LONGEST_TYPED: Final = 60

_PRIMITIVE: Final = 0b100101


def order_number(*, now: datetime) -> str:
    """Return a new order number, ``HK`` + two-digit year + 8 random symbols + check symbol: 13 ASCII characters."""
    body = f"{now:%y}" + "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"HK{body}{check_symbol(body)}"


def check_symbol(body: str) -> str:
    """Return the check symbol of ``body``: one wrong symbol shows, and any two that changed places, this one too.

    A sum modulo 31 would not do: 32 is 1 modulo 31, so that every order of the symbols has the same sum. This is the
    value of a polynomial over the field of 32 elements, at a point whose powers are all different for 31 places.

    Raises:
        ValueError: a symbol is none of the alphabet.
    Source: R. Lidl, H. Niederreiter, Finite Fields, on primitive polynomials: x^5 + x^2 + 1.
    """
    value = 0
    for symbol in body:
        value = _shifted(value) ^ ALPHABET.index(symbol)
    return ALPHABET[_shifted(value)]


def _shifted(value: int) -> int:
    """Multiply by x in the field of 32 elements."""
    doubled = value << 1
    return doubled ^ _PRIMITIVE if doubled >= len(ALPHABET) else doubled


def message_guid() -> str:
    """Return a new 36-character upper-case GUID, the form that the customs messages ask for."""
    return str(uuid.uuid4()).upper()


def typed_number(text: str) -> str:
    """Return the number of an order, or of one part of it, that somebody typed, pasted or read out.

    Small letters, full-width ones, spaces, dashes of any kind or none, marks that cannot be seen, a missing ``HK`` and
    the letters that stand in for digits (O, I, L) are put right. What is not as long as a number comes back as its
    capital letters and digits, so that it is looked for and not found, or found by its beginning. The check symbol
    decides nothing here: orders of the first weeks carry one of another rule.

    ``hk26 nmjaz1h46 – 1`` -> ``HK26NMJAZ1H46-1``; ``hk26nmj`` -> ``HK26NMJ``
    """
    if "\x00" in text:  # nobody types it
        return ""
    plain = _NO_SYMBOL.sub("", bare(text, limit=_LONGEST_TYPED).upper())
    body = plain.removeprefix(_PREFIX)
    symbols, part = body[:_SYMBOLS].translate(_READ_AS_DIGITS), body[_SYMBOLS:]
    if not _is_whole(symbols) or not (part == "" or _PART.fullmatch(part)):
        return plain
    return f"{_PREFIX}{symbols}-{int(part)}" if part else f"{_PREFIX}{symbols}"


def _is_whole(symbols: str) -> bool:
    return len(symbols) == _SYMBOLS and all(symbol in ALPHABET for symbol in symbols)
