"""XML at the window's counter: harmless first, valid by its schema file second."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

from lxml import etree

SCHEMA_DIR: Final = Path(__file__).parent / "schema"
CEB: Final = "http://www.chinaport.gov.cn/ceb"
DXP: Final = "http://www.chinaport.gov.cn/dxp"
MAX_ATTRIBUTES: Final = 10_000
_READING_RULES: Final = Lock()


class NotAccepted(Exception):
    """The window turns a delivery away at once; nothing of it is kept. ``code`` goes into the answer."""

    def __init__(self, *, code: str, info: str) -> None:
        super().__init__(f"{code}: {info}")
        self.code, self.info = code, info


def load(xml: bytes, *, schema: str, code: str) -> etree._Element:
    """Parse a document and validate it.

    Args:
        xml: bytes from outside.
        schema: name of the schema file without its ending.
        code: what the answer says when the document is not acceptable.

    Raises:
        NotAccepted: not well-formed, with a document type, overloaded with attributes, or not valid.
    """
    root = _parse(xml, code)
    # One schema object a call: lxml keeps the last errors on it, which threads would mix up. One at a time: libxml2
    # fills its table of types at the first, and threads that come meanwhile find half of it and fail.
    with _READING_RULES:
        rules = etree.XMLSchema(etree.parse(SCHEMA_DIR / f"{schema}.xsd"))
    try:
        rules.assertValid(root)
    except etree.DocumentInvalid as error:
        raise NotAccepted(code=code, info=_plain(error)) from None
    return root


def _parse(xml: bytes, code: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise NotAccepted(code=code, info=f"not well-formed: {type(error).__name__}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAccepted(code=code, info="a document type is not allowed")
    if sum(len(element.attrib) for element in root.iter("*")) > MAX_ATTRIBUTES:
        raise NotAccepted(code=code, info="too many attributes")
    return root


def _plain(error: etree.DocumentInvalid) -> str:
    return str(error).replace(f"{{{CEB}}}", "").replace(f"{{{DXP}}}", "")[:500]


def text(parent: etree._Element, path: str, namespace: str) -> str:
    """Return the text under ``path`` (local names, slash-separated), or "" where there is none."""
    return (parent.findtext("/".join(f"{{{namespace}}}{name}" for name in path.split("/"))) or "").strip()
