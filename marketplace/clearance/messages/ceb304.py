"""CEB304Message, the receipts of an order (订单回执), edition 2022-05. What comes in is hostile until read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final, TypeAlias

from lxml import etree

from marketplace.clearance.messages.hardened import parse
from marketplace.clearance.messages.instants import read_digits
from marketplace.clearance.messages.returns import MAX_GUID, NAMESPACE, Returns, info, read_returns, required, status

MESSAGE_TYPE: Final = "CEB304Message"
ROOT: Final = f"{{{NAMESPACE}}}{MESSAGE_TYPE}"


class ReceiptStatus(IntEnum):
    """returnStatus of an order's receipt. Below zero: processing failed, the reason is in the text."""

    SAVED = 1
    PROCESSING = 2
    SENT = 3
    SEND_FAILED = 4
    REJECTED = 100
    ACCEPTED = 120
    ASSESSED = 399


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReceipt:
    """One step of one order. ``returned_at``: aware UTC; ``status``: a ReceiptStatus, or any number below zero.

    ``guid`` is our message's or one that the port made, upper case, not always a UUID; empty where it says none.
    """

    guid: str
    platform_code: str
    exporter_code: str
    order_number: str
    status: int
    returned_at: datetime
    info: str


ReceiptMessage: TypeAlias = Returns[OrderReceipt]

# Element -> its least and greatest length in characters, as published. What we can do without may be empty or absent,
# because there are senders that leave it so; a reason that is too long is cut.
RETURN: Final[dict[str, tuple[int, int]]] = {
    "guid": (36, 36),
    "ebpCode": (1, 18),
    "ebcCode": (1, 18),
    "orderNo": (1, 60),
    "returnStatus": (1, 10),
    "returnTime": (17, 17),
    "returnInfo": (1, 1000),
}


def read(xml: bytes) -> ReceiptMessage:
    """Read a CEB304Message.

    Args:
        xml: at most 1,000,000 bytes, from anybody.

    Raises:
        MessageRefused: not a message with at least one return; no other exception leaves. A return that cannot be
            read stands in ``odd``, the others are read.
    """
    return read_root(parse(xml, root=ROOT))


def read_root(root: etree._Element) -> ReceiptMessage:
    """Read a message that is parsed. Errors as for ``read``."""
    return read_returns(root, node="OrderReturn", read=_receipt)


def _receipt(found: Mapping[str, str]) -> OrderReceipt:
    return OrderReceipt(
        guid=found.get("guid", "").upper()[:MAX_GUID],
        platform_code=_at_most(found, "ebpCode"),
        exporter_code=_at_most(found, "ebcCode"),
        order_number=required(found, "orderNo", high=RETURN["orderNo"][1]),
        status=status(found, known=list(ReceiptStatus)),
        returned_at=read_digits(found.get("returnTime", "")),
        info=info(found),
    )


def _at_most(found: Mapping[str, str], name: str) -> str:
    return required(found, name, high=RETURN[name][1]) if found.get(name) else ""
