"""XML from outside, until it is known to be harmless: size, encoding, doctype, depth, counts."""

from __future__ import annotations

from typing import Final

from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused

MAX_MESSAGE_BYTES: Final = 1_000_000
MAX_ENVELOPE_BYTES: Final = 1_500_000  # a message of the full size in base64, and its head
_MAX_DEPTH: Final = 16
_MAX_NODES: Final = 10_000
_MAX_ATTRIBUTES: Final = 16


def parse(xml: bytes, *, root: str, limit: int = MAX_MESSAGE_BYTES) -> etree._Element:
    """Parse ``xml`` (bytes, UTF-8) and return its root, which is named ``root`` in Clark notation.

    Raises:
        MessageRefused: over ``limit`` bytes, not well-formed, with a document type, too deep, too wide, another root.
    """
    if len(xml) > limit:
        raise MessageRefused(reason="too_large", detail=f"over {limit} bytes")
    _check_encoding(xml)
    tree = _tree(xml)
    _check_declarations(tree)
    _check_shape(tree.getroot())
    if tree.getroot().tag != root:
        raise MessageRefused(reason="wrong_root", detail=f"{etree.QName(root).localname} expected")
    return tree.getroot()


def _check_encoding(xml: bytes) -> None:
    # libxml2 reads UTF-16 without being told, and calls it UTF-8 afterwards.
    try:
        text = xml.decode("utf-8")
    except UnicodeDecodeError:
        raise MessageRefused(reason="encoding", detail="UTF-8 expected") from None
    if "\0" in text:
        raise MessageRefused(reason="not_xml", detail="NUL")


def _tree(xml: bytes) -> etree._ElementTree:
    # A parser of its own each time: one that is shared between threads keeps state.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        return etree.fromstring(xml, parser).getroottree()
    except (etree.LxmlError, ValueError, LookupError, TypeError) as error:
        raise MessageRefused(reason="not_xml", detail=type(error).__name__) from None


def _check_declarations(tree: etree._ElementTree) -> None:
    # Parsed is not accepted: lxml leaves external entities unexpanded in silence, we refuse whoever declares any.
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        raise MessageRefused(reason="doctype", detail="a document type is not allowed")
    if (tree.docinfo.encoding or "UTF-8").upper() not in {"UTF-8", "US-ASCII", "ASCII"}:
        raise MessageRefused(reason="encoding", detail="UTF-8 expected")


def _check_shape(root: etree._Element) -> None:
    waiting = [(root, 1)]
    seen = 0
    while waiting:
        element, depth = waiting.pop()
        seen += 1
        if depth > _MAX_DEPTH:
            raise MessageRefused(reason="too_deep", detail=f"over {_MAX_DEPTH} levels")
        if seen > _MAX_NODES:
            raise MessageRefused(reason="too_many_nodes", detail=f"over {_MAX_NODES} elements")
        if len(element.attrib) > _MAX_ATTRIBUTES:
            raise MessageRefused(reason="too_many_attributes", detail=f"over {_MAX_ATTRIBUTES} on one element")
        waiting.extend((child, depth + 1) for child in element)
