"""What all receipts have in common: returns that are read one by one, whatever their neighbours are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused, RefusedReason
from marketplace.clearance.messages.reading import text_of

NAMESPACE: Final = "http://www.chinaport.gov.cn/ceb"
SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"
MAX_GUID: Final = 36
MAX_INFO: Final = 1000
MAX_TEXT: Final = 1_000_000
_STATUS: Final = re.compile(r"-?[1-9][0-9]{0,8}")
# What may stand beside the returns and says nothing of them.
_BESIDE: Final = frozenset({SIGNATURE, f"{{{NAMESPACE}}}ExtendMessage"})

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class OddReturn:
    """One return that cannot be read. ``position`` counts from 1; ``detail`` holds nothing of the payload's text."""

    position: int
    reason: RefusedReason
    detail: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Returns(Generic[R]):
    """``guid``: the message's own, the same however often it comes. ``odd``: what could not be read of it."""

    guid: str
    receipts: tuple[R, ...]
    odd: tuple[OddReturn, ...]


def read_returns(root: etree._Element, *, node: str, read: Callable[[Mapping[str, str]], R]) -> Returns[R]:
    """Read every return under ``root`` by itself: one that is odd takes none of the others with it.

    Args:
        root: of the message.
        node: local name of a return.
        read: makes one of the texts of its elements, by local name; raises MessageRefused.

    Raises:
        MessageRefused: there is no return at all, or the message is of an edition that we do not know.
    """
    if root.get("version", "1.0") != "1.0":
        raise MessageRefused(reason="wrong_root", detail="version 1.0 expected")
    nodes = [child for child in root if child.tag not in _BESIDE]
    if not nodes:
        raise MessageRefused(reason="missing_element", detail=node)
    good: list[R] = []
    odd: list[OddReturn] = []
    for position, child in enumerate(nodes, start=1):
        try:
            good.append(read(_leaves(child, node)))
        except MessageRefused as refused:
            text = etree.tostring(child, encoding="unicode", with_tail=False)
            odd.append(OddReturn(position=position, reason=refused.reason, detail=refused.detail, text=text))
    return Returns(guid=_guid(root), receipts=tuple(good), odd=tuple(odd))


def _guid(root: etree._Element) -> str:
    guid = root.get("guid", "").strip().upper()
    # Not every sender gives one: then it is made of what the message says, so that the same message has the same.
    return guid[:MAX_GUID] or str(uuid5(NAMESPACE_URL, etree.tostring(root, encoding="unicode"))).upper()


def _leaves(parent: etree._Element, node: str) -> dict[str, str]:
    if parent.tag != f"{{{NAMESPACE}}}{node}":
        raise MessageRefused(reason="unexpected_element", detail=f"{node} expected")
    found: dict[str, str] = {}
    for child in parent:
        name = etree.QName(child)
        if name.namespace != NAMESPACE or name.localname in found:
            raise MessageRefused(reason="unexpected_element", detail=f"in {node}")
        found[name.localname] = text_of(child, low=0, high=MAX_TEXT)
    return found


def required(found: Mapping[str, str], name: str, *, high: int) -> str:
    """Return a text of 1 to ``high`` characters.

    Raises:
        MessageRefused: it is not there, empty or longer.
    """
    if not found.get(name):
        raise MessageRefused(reason="missing_element", detail=name)
    if len(found[name]) > high:
        raise MessageRefused(reason="wrong_length", detail=f"{name}: 1 to {high} characters")
    return found[name]


def status(found: Mapping[str, str], *, known: Sequence[int] | None = None) -> int:
    """Return ``returnStatus``: one of ``known``, or any number below zero.

    Raises:
        MessageRefused: no number, or a number that means nothing to us.
    """
    text = required(found, "returnStatus", high=10)
    if not _STATUS.fullmatch(text):
        raise MessageRefused(reason="bad_number", detail="returnStatus")
    number = int(text)
    if number > 0 and known is not None and number not in known:
        raise MessageRefused(reason="unknown_status", detail=str(number))
    return number


def info(found: Mapping[str, str]) -> str:
    """Return ``returnInfo``, cut at 1,000 characters; empty where there is none: the verdict counts without it."""
    text = found.get("returnInfo", "")
    return text if len(text) <= MAX_INFO else f"{text[: MAX_INFO - 1]}…"
