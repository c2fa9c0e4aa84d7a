"""The exchange platform's envelope: opened on the way in, written on the way out, answered in between."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

from lxml import etree

from marketplace.clearance.simulator.clock import wall_clock
from marketplace.clearance.simulator.documents import DXP, NotAccepted, load, text

WINDOW_ID: Final = "DXPSIMULATOR0000"
MAX_DATA_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """An opened envelope. ``data``: the business message, not looked at yet."""

    cop_msg_id: str
    sender: str
    msg_type: str
    data: bytes


def open_envelope(xml: bytes) -> Delivery:
    """Open an envelope.

    Raises:
        NotAccepted: not a valid envelope, or its content is over 1,000,000 bytes.
    """
    root = load(xml, schema="DxpMsg", code="bad_envelope")
    if root.tag != f"{{{DXP}}}DxpMsg":
        raise NotAccepted(code="bad_envelope", info="DxpMsg expected")
    data = b64decode(text(root, "Data", DXP))
    if len(data) > MAX_DATA_BYTES:
        raise NotAccepted(code="too_large", info=f"Data is over {MAX_DATA_BYTES} bytes")
    return Delivery(
        cop_msg_id=text(root, "TransInfo/CopMsgId", DXP),
        sender=text(root, "TransInfo/SenderId", DXP),
        msg_type=text(root, "TransInfo/MsgType", DXP),
        data=data,
    )


def write_envelope(*, message_id: str, receiver: str, msg_type: str, at_ms: int, data: bytes) -> bytes:
    """Put a business message into an envelope from the window to ``receiver``."""
    root = etree.Element(f"{{{DXP}}}DxpMsg", {"ver": "1.0"}, nsmap={"dxp": DXP})
    info = _add(root, "TransInfo")
    _add(info, "CopMsgId", message_id)
    _add(info, "SenderId", WINDOW_ID)
    _add(_add(info, "ReceiverIds"), "ReceiverId", receiver)
    _add(info, "CreatTime", wall_clock(at_ms))
    _add(info, "MsgType", msg_type)
    _add(root, "Data", b64encode(data).decode("ascii"))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def write_reply(*, code: str, info: str, cop_msg_id: str) -> bytes:
    """Answer a delivery (DxpRep); ``code`` "0" means received and kept."""
    root = etree.Element(f"{{{DXP}}}DxpRep", {"ver": "1.0"}, nsmap={"dxp": DXP})
    _add(root, "RecevierId", WINDOW_ID)  # misspelt so in the specification
    response = _add(root, "Response")
    _add(response, "ResponseCode", code)
    _add(response, "ResponseInfo", info)
    _add(_add(root, "OriHead"), "CopMsgId", cop_msg_id)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _add(parent: etree._Element, name: str, content: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{DXP}}}{name}")
    child.text = content
    return child
