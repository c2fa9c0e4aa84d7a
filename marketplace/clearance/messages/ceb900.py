"""CEB900Message: the port refuses the format or the signature of a message of ours (报文格式错误回执)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused
from marketplace.clearance.messages.hardened import parse
from marketplace.clearance.messages.instants import read_digits
from marketplace.clearance.messages.returns import MAX_GUID, NAMESPACE, Returns, info, read_returns, required, status

MESSAGE_TYPE: Final = "CEB900Message"
ROOT: Final = f"{{{NAMESPACE}}}{MESSAGE_TYPE}"
NO_CODE: Final = 0
_MAX_COP_MSG_ID: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What the port says of one message of ours. ``cop_msg_id`` is the one of the envelope that it came in.

    ``status``: the port's code, ``NO_CODE`` where it gives none: that there is a CEB900 is the refusal.
    """

    guid: str
    cop_msg_id: str
    status: int
    returned_at: datetime
    info: str


RefusalMessage: TypeAlias = Returns[Refusal]


def read(xml: bytes) -> RefusalMessage:
    """Read a CEB900Message. Arguments and errors as for ``ceb304.read``."""
    return read_root(parse(xml, root=ROOT))


def read_root(root: etree._Element) -> RefusalMessage:
    """Read a message that is parsed. Errors as for ``read``."""
    return read_returns(root, node="MessageReturn", read=_refusal)


def _refusal(found: Mapping[str, str]) -> Refusal:
    return Refusal(
        guid=found.get("guid", "").upper()[:MAX_GUID],
        cop_msg_id=required(found, "oriCopMsgId", high=_MAX_COP_MSG_ID).upper(),
        status=_code(found),
        returned_at=read_digits(found.get("returnTime", "")),
        info=info(found),
    )


def _code(found: Mapping[str, str]) -> int:
    try:
        return status(found)
    except MessageRefused:
        return NO_CODE
