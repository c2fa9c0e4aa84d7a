"""CEB304 receipts: which steps an order goes through, and how each is written."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from lxml import etree

from marketplace.clearance.simulator.clock import digits_17
from marketplace.clearance.simulator.documents import CEB
from marketplace.clearance.simulator.envelope import write_envelope

MESSAGE_TYPE: Final = "CEB304Message"
_ON_THE_WAY: Final = (("2", "电子口岸申报中"), ("3", "发送海关成功"))
_SAVED: Final = (("1", "电子口岸已暂存"),)
_ACCEPTED: Final = ("120", "海关入库")
_REJECTED: Final = "100"


def steps(*, declared: bool, reason: str) -> tuple[tuple[str, str], ...]:
    """Return the (status, text) pairs that an order will get, in their order.

    Args:
        declared: whether it was sent to be declared, not only to be kept.
        reason: why customs rejects it; "" when it does not.
    """
    if reason:
        return (*_ON_THE_WAY, (_REJECTED, reason))
    return (*_ON_THE_WAY, _ACCEPTED) if declared else _SAVED


def write_receipt(
    *, guid: str, platform: str, exporter: str, number: str, status: str, info: str, at_ms: int, receiver: str
) -> bytes:
    """Write one receipt with a new identity of its own, in its envelope to ``receiver``."""
    message_id = str(uuid4()).upper()
    root = etree.Element(f"{{{CEB}}}{MESSAGE_TYPE}", {"guid": message_id, "version": "1.0"}, nsmap={"ceb": CEB})
    node = etree.SubElement(root, f"{{{CEB}}}OrderReturn")
    values = {
        "guid": guid,
        "ebpCode": platform,
        "ebcCode": exporter,
        "orderNo": number,
        "returnStatus": status,
        "returnTime": digits_17(at_ms),
        "returnInfo": info,
    }
    for name, value in values.items():
        etree.SubElement(node, f"{{{CEB}}}{name}").text = value
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return write_envelope(message_id=message_id, receiver=receiver, msg_type=MESSAGE_TYPE, at_ms=at_ms, data=data)
