"""Reading what `hardened.parse` let through: fixed sequences and bounded text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused

Children: TypeAlias = dict[str, etree._Element]


def in_sequence(parent: etree._Element, names: Sequence[str], *, optional: frozenset[str] = frozenset()) -> Children:
    """Return the children of ``parent`` by their name in Clark notation.

    Args:
        parent: an element that holds elements only.
        names: what it must hold, in this order, once each.
        optional: those of ``names`` that may be absent.

    Raises:
        MessageRefused: a child is missing, unknown, doubled or out of order.
    """
    children = list(parent)
    found: Children = {}
    for name in names:
        if children and children[0].tag == name:
            found[name] = children.pop(0)
        elif name not in optional:
            raise MessageRefused(reason="missing_element", detail=etree.QName(name).localname)
    if children:
        raise MessageRefused(reason="unexpected_element", detail=f"in {etree.QName(parent).localname}")
    return found


def text_of(element: etree._Element, *, low: int, high: int) -> str:
    """Return the text of a leaf that is ``low`` to ``high`` characters long, without the white space around it.

    Raises:
        MessageRefused: the element holds elements, or its text is too short or too long.
    """
    name = etree.QName(element).localname
    if len(element):
        raise MessageRefused(reason="unexpected_element", detail=f"in {name}")
    text = (element.text or "").strip()
    if not low <= len(text) <= high:
        raise MessageRefused(reason="wrong_length", detail=f"{name}: {low} to {high} characters")
    return text
