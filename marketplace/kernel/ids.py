"""Numbers that people read out, type in and send through banks."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Final

# Crockford's base 32: no I, L, O, U, so that a number survives being read out and typed in.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def order_number(*, now: datetime) -> str:
    """Return a new order number, ``HK`` + two-digit year + 8 random symbols + check symbol: 13 ASCII characters."""
    body = f"{now:%y}" + "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"HK{body}{check_symbol(body)}"


def check_symbol(body: str) -> str:
    """Return the check symbol of ``body``: its value modulo 31, a prime: one wrong or two swapped symbols show."""
    value = 0
    for symbol in body:
        value = (value * 32 + ALPHABET.index(symbol)) % 31
    return ALPHABET[value]


def message_guid() -> str:
    """Return a new 36-character upper-case GUID, the form that the customs messages ask for."""
    return str(uuid.uuid4()).upper()
