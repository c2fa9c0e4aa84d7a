"""Whatever comes back from the single window: opened, its signature verified where one is asked for, and read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography.x509 import Certificate

from marketplace.clearance.messages import ceb304, ceb900, dxp, signatures
from marketplace.clearance.messages.errors import MessageRefused
from marketplace.clearance.messages.hardened import parse_any

Message = ceb304.ReceiptMessage | ceb900.RefusalMessage


def read(envelope: bytes, *, certificates: Sequence[Certificate], at: datetime) -> Message:
    """Read an envelope with receipts.

    Args:
        envelope: as it came, from anybody.
        certificates: one of them must have signed it; empty: no signature is asked for, and none verified.
        at: present instant, aware UTC.

    Raises:
        MessageRefused: nothing in it can be read; no other exception leaves. A return that cannot be read stands in
            ``odd``, the others are read.
    """
    root, data = dxp.open_envelope(envelope)
    if certificates:
        signatures.verify(root, certificates=certificates, at=at)
    message = parse_any(data)
    if message.tag == ceb304.ROOT:
        return ceb304.read_root(message)
    if message.tag == ceb900.ROOT:
        return ceb900.read_root(message)
    raise MessageRefused(reason="wrong_root", detail=f"{ceb304.MESSAGE_TYPE} or {ceb900.MESSAGE_TYPE} expected")


def text_in(envelope: bytes, *, limit: int) -> str:
    """Return what a person can read of an envelope that a program could not, at most ``limit`` characters."""
    try:
        _root, data = dxp.open_envelope(envelope)
    except MessageRefused:
        data = envelope
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).replace("\0", "␀").strip()[:limit]
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace").replace("\0", "␀").strip()[:limit]
