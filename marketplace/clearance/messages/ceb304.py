"""CEB304Message, the receipts of an order (订单回执), edition 2022-05. What comes in is hostile until read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused
from marketplace.clearance.messages.hardened import parse
from marketplace.clearance.messages.instants import read_digits_17
from marketplace.clearance.messages.reading import in_sequence, text_of

MESSAGE_TYPE: Final = "CEB304Message"
NAMESPACE: Final = "http://www.chinaport.gov.cn/ceb"
MAX_RECEIPTS: Final = 100
_STATUS: Final = re.compile(r"-?[1-9][0-9]{0,8}")


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
    """One step of one order. ``returned_at``: aware UTC; ``status``: a ReceiptStatus, or any number below zero."""

    guid: str
    platform_code: str
    exporter_code: str
    order_number: str
    status: int
    returned_at: datetime
    info: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptMessage:
    """``guid`` is the message's own: the same receipt delivered twice has the same."""

    guid: str
    receipts: tuple[OrderReceipt, ...]


# Element -> (our attribute, least length, greatest length in characters), in the order of the field list.
RETURN: Final[dict[str, tuple[str, int, int]]] = {
    "guid": ("guid", 36, 36),
    "ebpCode": ("platform_code", 1, 18),
    "ebcCode": ("exporter_code", 1, 18),
    "orderNo": ("order_number", 1, 60),
    "returnStatus": ("status", 1, 10),
    "returnTime": ("returned_at", 17, 17),
    "returnInfo": ("info", 1, 1000),
}


def read(xml: bytes) -> ReceiptMessage:
    """Read a CEB304Message.

    Args:
        xml: UTF-8, at most 1,000,000 bytes, from anybody.

    Raises:
        MessageRefused: anything but a well-formed message of 1 to 100 receipts; no other exception leaves.
    """
    root = parse(xml, root=f"{{{NAMESPACE}}}{MESSAGE_TYPE}")
    if root.get("version") != "1.0":
        raise MessageRefused(reason="wrong_root", detail="version 1.0 expected")
    if not 1 <= len(root) <= MAX_RECEIPTS:
        raise MessageRefused(reason="wrong_length", detail=f"1 to {MAX_RECEIPTS} receipts expected")
    return ReceiptMessage(guid=_message_guid(root), receipts=tuple(_receipt(node) for node in root))


def _message_guid(root: etree._Element) -> str:
    guid = root.get("guid", "").strip()
    if len(guid) != 36:  # noqa: PLR2004 - the length of the field list
        raise MessageRefused(reason="wrong_length", detail="guid: 36 characters")
    return guid


def _receipt(node: etree._Element) -> OrderReceipt:
    if node.tag != f"{{{NAMESPACE}}}OrderReturn":
        raise MessageRefused(reason="unexpected_element", detail=f"in {MESSAGE_TYPE}")
    children = in_sequence(node, [f"{{{NAMESPACE}}}{element}" for element in RETURN])
    found = {
        name: text_of(child, low=low, high=high)
        for child, (name, low, high) in zip(children.values(), RETURN.values(), strict=True)
    }
    return OrderReceipt(
        guid=found["guid"],
        platform_code=found["platform_code"],
        exporter_code=found["exporter_code"],
        order_number=found["order_number"],
        status=_status(found["status"]),
        returned_at=read_digits_17(found["returned_at"]),
        info=found["info"],
    )


def _status(text: str) -> int:
    if not _STATUS.fullmatch(text):
        raise MessageRefused(reason="bad_number", detail="returnStatus")
    status = int(text)
    if status > 0 and status not in set(ReceiptStatus):
        raise MessageRefused(reason="unknown_status", detail=str(status))
    return status
