"""DxpMsg, the envelope of the exchange platform (终端节点报文), and DxpRep, its answer."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from marketplace.clearance.messages.errors import MessageInvalid, MessageRefused, RefusedReason
from marketplace.clearance.messages.fields import Field
from marketplace.clearance.messages.hardened import MAX_ENVELOPE_BYTES, MAX_MESSAGE_BYTES
from marketplace.clearance.messages.hardened import parse as parse_hardened
from marketplace.clearance.messages.instants import read_wall_clock, wall_clock
from marketplace.clearance.messages.reading import Children, in_sequence, text_of

NAMESPACE: Final = "http://www.chinaport.gov.cn/dxp"
SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"
MAX_RECEIVERS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DxpMessage:
    """``data`` is the business message (bytes of XML); ``created_at`` aware, whole seconds on the wire."""

    cop_msg_id: str
    sender_id: str
    receiver_ids: tuple[str, ...]
    created_at: datetime
    msg_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DxpReply:
    """What the platform says about an envelope: ``code`` "0" is received."""

    code: str
    info: str
    cop_msg_id: str
    receiver_id: str


@dataclass(frozen=True, slots=True)
class _Receiver:
    receiver_ids: str


_BEFORE: Final = (Field("cop_msg_id", "CopMsgId", "C..255"), Field("sender_id", "SenderId", "C..16"))
_RECEIVER: Final = Field("receiver_ids", "ReceiverId", "C..16")
# CreatTime without the second e: so it stands in the specification.
_AFTER: Final = (Field("created_at", "CreatTime", "C19", encode=wall_clock), Field("msg_type", "MsgType", "C..30"))


def build(message: DxpMessage) -> bytes:
    """Write an envelope (UTF-8 XML) around a business message.

    Raises:
        MessageInvalid: an address is blank or too long, or the message is over 1,000,000 bytes.
    """
    _check(message)
    root = etree.Element(_name("DxpMsg"), {"ver": "1.0"}, nsmap={"dxp": NAMESPACE})
    info = etree.SubElement(root, _name("TransInfo"))
    for field in _BEFORE:
        field.write(info, message, namespace=NAMESPACE)
    receivers = etree.SubElement(info, _name("ReceiverIds"))
    for receiver in message.receiver_ids:
        _RECEIVER.write(receivers, _Receiver(receiver), namespace=NAMESPACE)
    for field in _AFTER:
        field.write(info, message, namespace=NAMESPACE)
    etree.SubElement(root, _name("Data")).text = b64encode(message.data).decode("ascii")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _check(message: DxpMessage) -> None:
    if message.created_at.tzinfo is None:
        raise MessageInvalid(field="created_at", element="CreatTime", reason="naive_time")
    if not message.receiver_ids:
        raise MessageInvalid(field="receiver_ids", element="ReceiverId", reason="required")
    if len(message.receiver_ids) > MAX_RECEIVERS:
        raise MessageInvalid(field="receiver_ids", element="ReceiverId", reason="too_many")
    if not message.data:
        raise MessageInvalid(field="data", element="Data", reason="required")
    if len(message.data) > MAX_MESSAGE_BYTES:
        raise MessageInvalid(field="data", element="Data", reason="message_too_large")


def parse(xml: bytes) -> DxpMessage:
    """Open an envelope of at most 1,500,000 bytes; the message inside is not looked at, a signature not verified.

    Raises:
        MessageRefused: anything but a well-formed envelope; no other exception leaves.
    """
    root = parse_hardened(xml, root=_name("DxpMsg"), limit=MAX_ENVELOPE_BYTES)
    parts = _children(root, ["TransInfo", "Data", "AddInfo"], optional=["AddInfo"], signature=True)
    info = _children(parts[_name("TransInfo")], ["CopMsgId", "SenderId", "ReceiverIds", "CreatTime", "MsgType"])
    return DxpMessage(
        cop_msg_id=text_of(info[_name("CopMsgId")], low=1, high=255),
        sender_id=text_of(info[_name("SenderId")], low=1, high=16),
        receiver_ids=_receivers(info[_name("ReceiverIds")]),
        created_at=read_wall_clock(text_of(info[_name("CreatTime")], low=19, high=19)),
        msg_type=text_of(info[_name("MsgType")], low=1, high=30),
        data=_data(parts[_name("Data")]),
    )


def open_envelope(xml: bytes) -> tuple[etree._Element, bytes]:
    """Open an envelope with receipts: of all that it says, the message inside alone is needed.

    Returns:
        The envelope's root, for its signature, and the business message.

    Raises:
        MessageRefused: no envelope, or none with one message in it; no other exception leaves.
    """
    root = parse_hardened(xml, root=_name("DxpMsg"), limit=MAX_ENVELOPE_BYTES)
    found = root.findall(_name("Data"))
    if len(found) != 1:
        reason: RefusedReason = "unexpected_element" if found else "missing_element"
        raise MessageRefused(reason=reason, detail="one Data expected")
    return root, _data(found[0])


def parse_reply(xml: bytes) -> DxpReply:
    """Read the platform's answer to an envelope (DxpRep).

    Raises:
        MessageRefused: anything but a well-formed answer; no other exception leaves.
    """
    root = parse_hardened(xml, root=_name("DxpRep"))
    # RecevierId: misspelt so in the specification.
    parts = _children(root, ["RecevierId", "Response", "OriHead"])
    response = _children(
        parts[_name("Response")], ["NodeId", "ResponseCode", "ResponseInfo"], optional=["NodeId", "ResponseInfo"]
    )
    info = response.get(_name("ResponseInfo"))
    head = _children(parts[_name("OriHead")], ["CopMsgId"])
    return DxpReply(
        code=text_of(response[_name("ResponseCode")], low=1, high=30),
        info="" if info is None else text_of(info, low=0, high=1000),
        cop_msg_id=text_of(head[_name("CopMsgId")], low=0, high=255),
        receiver_id=text_of(parts[_name("RecevierId")], low=0, high=16),
    )


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _children(
    parent: etree._Element, names: Sequence[str], *, optional: Sequence[str] = (), signature: bool = False
) -> Children:
    wanted = [_name(name) for name in names]
    may_lack = {_name(name) for name in optional}
    if signature:
        wanted.append(SIGNATURE)
        may_lack.add(SIGNATURE)
    return in_sequence(parent, wanted, optional=frozenset(may_lack))


def _receivers(element: etree._Element) -> tuple[str, ...]:
    if not 1 <= len(element) <= MAX_RECEIVERS or any(child.tag != _name("ReceiverId") for child in element):
        raise MessageRefused(reason="unexpected_element", detail="1 to 5 ReceiverId expected")
    return tuple(text_of(child, low=1, high=16) for child in element)


def _data(element: etree._Element) -> bytes:
    text = "".join(text_of(element, low=1, high=MAX_ENVELOPE_BYTES).split())
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MessageRefused(reason="bad_base64", detail="Data") from None
    if len(data) > MAX_MESSAGE_BYTES:
        raise MessageRefused(reason="too_large", detail=f"Data: over {MAX_MESSAGE_BYTES} bytes")
    return data
