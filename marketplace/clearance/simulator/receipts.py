"""CEB304 and CEB900: which steps an order goes through, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from lxml import etree

from marketplace.clearance.simulator.clock import digits_17
from marketplace.clearance.simulator.documents import CEB
from marketplace.clearance.simulator.envelope import write_envelope
from marketplace.clearance.simulator.manners import Manner

RECEIPT: Final = "CEB304Message"
REFUSAL: Final = "CEB900Message"
IMPOSSIBLE_TIME: Final = "20231399999999"


@dataclass(frozen=True, slots=True)
class Step:
    """What an order gets back at one moment of its way."""

    status: str
    info: str
    message_type: str = RECEIPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A step and the order that it is about. ``guid``: the order's; ``message_guid``, ``data``: what it came in."""

    step: Step
    guid: str
    platform: str
    exporter: str
    number: str
    message_guid: str
    data: bytes
    at_ms: int


_ON_THE_WAY: Final = (Step("2", "电子口岸申报中"), Step("3", "发送海关成功"))
_SAVED: Final = (Step("1", "电子口岸已暂存"),)
_ENDS: Final = {"120": Step("120", "海关入库"), "399": Step("399", "海关审结")}
_ANSWERS: Final = {
    "format": (Step("-621029", "验签失败", REFUSAL),),
    "send-failed": (_ON_THE_WAY[0], Step("4", "发送海关失败")),
    "error": (*_ON_THE_WAY, Step("-301008", "参数校验不通过")),
}
_REJECTED: Final = "100"


def steps(*, declared: bool, reason: str, answer: str = "", end: str = "120") -> tuple[Step, ...]:
    """Return the steps that an order will get, in their order.

    Args:
        declared: whether it was sent to be declared, not only to be kept.
        reason: why customs rejects it; "" when it does not.
        answer: one of ``manners.ANSWERS``, or "".
        end: the code with which customs takes it.
    """
    if answer:
        return _ANSWERS[answer]
    if reason:
        return (*_ON_THE_WAY, Step(_REJECTED, reason))
    return (*_ON_THE_WAY, _ENDS[end]) if declared else _SAVED


def write_receipt(said: Sequence[Said], *, receiver: str, manner: Manner) -> bytes:
    """Write one message of one kind with a new identity of its own, in its envelope to ``receiver``."""
    message_id, message_type = str(uuid4()).upper(), said[0].step.message_type
    root = etree.Element(f"{{{CEB}}}{message_type}", {"guid": message_id, "version": "1.0"}, nsmap={"ceb": CEB})
    for one in said:
        _add(root, one, manner)
    if manner.batch == "odd" and message_type == RECEIPT:
        _add(root, said[0], manner, time=IMPOSSIBLE_TIME)
        root.insert(0, root[-1])
    data = manner.written(etree.tostring(root, encoding="unicode"))
    return write_envelope(
        message_id=message_id, receiver=receiver, msg_type=message_type, at_ms=said[-1].at_ms, data=data
    )


def _add(root: etree._Element, said: Said, manner: Manner, *, time: str = "") -> None:
    is_refusal = said.step.message_type == REFUSAL
    node = etree.SubElement(root, f"{{{CEB}}}{'MessageReturn' if is_refusal else 'OrderReturn'}")
    values = _refusal(said, manner) if is_refusal else _return(said, manner)
    for name, value in (values | ({"returnTime": time} if time else {})).items():
        etree.SubElement(node, f"{{{CEB}}}{name}").text = value


def _return(said: Said, manner: Manner) -> dict[str, str | etree.CDATA]:
    is_empty = manner.empty == "yes"
    return {
        "guid": said.guid if manner.guid == "ours" else str(uuid4()).upper(),
        "ebpCode": said.platform,
        "ebcCode": "" if is_empty else said.exporter,
        "orderNo": said.number,
        "returnStatus": said.step.status,
        "returnTime": digits_17(said.at_ms)[: int(manner.time)],
        "returnInfo": "" if is_empty else _text(said, manner),
    }


def _refusal(said: Said, manner: Manner) -> dict[str, str | etree.CDATA]:
    return {
        "guid": str(uuid4()).upper(),
        "returnStatus": said.step.status,
        "returnTime": digits_17(said.at_ms)[: int(manner.time)],
        "returnInfo": said.step.info,
        "oriCopMsgId": said.message_guid,
        "oriMessageType": "CEB303Message",
        "oriBizMessage": etree.CDATA(said.data.decode("utf-8")),
    }


def _text(said: Said, manner: Manner) -> str:
    if manner.text == "plain":
        return said.step.info
    if said.step.status in _ENDS:
        return f"新增申报成功[{said.guid}]"
    return f"[Code:{said.step.status};Desc:{said.step.info}]"
