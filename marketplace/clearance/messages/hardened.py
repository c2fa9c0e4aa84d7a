"""XML from outside, until it is known to be harmless: size, encoding, doctype, depth, counts."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused

MAX_MESSAGE_BYTES: Final = 1_000_000
MAX_ENVELOPE_BYTES: Final = 1_500_000  # a message of the full size in base64, and its head
_MAX_DEPTH: Final = 16
_MAX_NODES: Final = 10_000
_MAX_ATTRIBUTES: Final = 16
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# GB 18030 holds GBK and GB 2312: who declares one of them often means another.
_CHINESE: Final = frozenset({"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "gb18030"})
_UNICODE: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def parse(xml: bytes, *, root: str, limit: int = MAX_MESSAGE_BYTES) -> etree._Element:
    """Parse ``xml`` and return its root, which is named ``root`` in Clark notation.

    Raises:
        MessageRefused: as for ``parse_any``, or another root.
    """
    found = parse_any(xml, limit=limit)
    if found.tag != root:
        raise MessageRefused(reason="wrong_root", detail=f"{etree.QName(root).localname} expected")
    return found


def parse_any(xml: bytes, *, limit: int = MAX_MESSAGE_BYTES) -> etree._Element:
    """Parse ``xml`` and return its root, whatever it is.

    Args:
        xml: UTF-8, GB 18030, GBK or GB 2312; line breaks or a byte order mark may stand before it.
        limit: most bytes.

    Raises:
        MessageRefused: over ``limit`` bytes, not well-formed, with a document type, too deep, too wide.
    """
    if len(xml) > limit:
        raise MessageRefused(reason="too_large", detail=f"over {limit} bytes")
    tree = _tree(decoded(xml))
    _check_declarations(tree)
    _check_shape(tree.getroot())
    return tree.getroot()


def decoded(xml: bytes) -> str:
    """Return the text of an XML document, without what may stand before it.

    Raises:
        MessageRefused: the encoding that it declares is not one of ours, or its bytes are of none of them.
    """
    plain = xml.strip(b" \t\r\n").removeprefix(_BYTE_ORDER_MARK).lstrip(b" \t\r\n")
    declared = _DECLARED.match(plain)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in _UNICODE | _CHINESE:
        raise MessageRefused(reason="encoding", detail="UTF-8 or GB 18030 expected")
    # Programs that write the one and declare the other exist: what is declared is tried first.
    for encoding in ("gb18030", "utf-8") if name in _CHINESE else ("utf-8", "gb18030"):
        try:
            text = plain.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise MessageRefused(reason="not_xml", detail="NUL")
        return text
    raise MessageRefused(reason="encoding", detail="UTF-8 or GB 18030 expected")


def _tree(text: str) -> etree._ElementTree:
    # A parser of its own each time: one that is shared between threads keeps state. The text is UTF-8 by now, whatever
    # it declares.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser).getroottree()
    except (etree.LxmlError, ValueError, LookupError, TypeError) as error:
        raise MessageRefused(reason="not_xml", detail=type(error).__name__) from None


def _check_declarations(tree: etree._ElementTree) -> None:
    # Parsed is not accepted: lxml leaves external entities unexpanded in silence, we refuse whoever declares any.
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        raise MessageRefused(reason="doctype", detail="a document type is not allowed")


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
