"""Which documents are taken: by their ending *and* by their content, and nothing that a browser would run.

Source: OWASP ASVS 5.0 V5 (file handling).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import ClassVar, Final

import puremagic

from marketplace.catalog.images import clean_picture
from marketplace.kernel.errors import DomainError

MAX_BYTES: Final = 20_000_000
_MAX_PARTS: Final = 5_000  # of an office document
_MAX_UNPACKED: Final = 500_000_000
_HEAD: Final = 4_096
# Where one of these begins a text, a program somewhere will take it for more than text.
_MARKUP: Final = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<body", "<head", "<iframe", "<xml", "%pdf", "mz")


class DocumentRefused(DomainError):
    """The file is not taken. ``reason``: ``too_large``, ``kind`` (no such ending), ``content`` (something else)."""

    code: ClassVar[str] = "document_refused"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def accept_document(name: str, data: bytes) -> bytes:
    """Return the document as it is kept: a picture without metadata, anything else as it came.

    Args:
        name: as it was uploaded; its ending says what it is meant to be.
        data: all of it.
    Raises:
        DocumentRefused: it is not taken.
        PictureRefused: it calls itself a picture and cannot be decoded.
    """
    kind = _KINDS.get(ending(name))
    if kind is None:
        raise DocumentRefused(reason="kind")
    if not data or len(data) > MAX_BYTES:
        raise DocumentRefused(reason="too_large" if data else "content")
    _type, check = kind
    return check(ending(name), data)


def ending(name: str) -> str:
    """Return the ending without its point, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def content_type(name: str) -> str:
    """Return as what a document is sent; one that would not be taken today as bytes and nothing more."""
    kind = _KINDS.get(ending(name))
    return kind[0] if kind else "application/octet-stream"


def _signed(kind: str, data: bytes) -> bytes:
    """Believe what the first bytes say."""
    try:
        found = {one.extension for one in puremagic.magic_string(data[:_HEAD])}
    except (puremagic.PureError, ValueError):
        found = set()
    if f".{kind}" not in found:
        raise DocumentRefused(reason="content")
    return data


def _pdf(kind: str, data: bytes) -> bytes:
    if not data.startswith(b"%PDF-"):
        raise DocumentRefused(reason="content")
    return _signed(kind, data)


def _office(kind: str, data: bytes) -> bytes:
    """An office document is an archive with a part of a certain name, and here without macros."""
    _signed("docx", data)  # the same first bytes for all of them
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            mime = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError) as fault:
        raise DocumentRefused(reason="content") from fault
    is_bomb = len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED
    has_macros = any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names)
    is_meant = _OFFICE_MIME[kind] == mime if kind in _OFFICE_MIME else _OFFICE_PART[kind] in names
    if is_bomb or has_macros or not is_meant:
        raise DocumentRefused(reason="content")
    return data


def _text(_kind: str, data: bytes) -> bytes:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DocumentRefused(reason="content")
    begin = text[:_HEAD].lstrip().lower()
    if "\x00" in text or begin.startswith(_MARKUP) or any(f"{mark}" in begin for mark in _MARKUP[:9]):
        raise DocumentRefused(reason="content")
    return data


def _picture(kind: str, data: bytes) -> bytes:
    _signed("jpg" if kind == "jpeg" else kind, data)
    return clean_picture(data)


_OFFICE_PART: Final = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_OFFICE_MIME: Final = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
_KINDS: Final[Mapping[str, tuple[str, Callable[[str, bytes], bytes]]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (f"{_OPEN_XML}.wordprocessingml.document", _office),
    "xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", _office),
    "pptx": (f"{_OPEN_XML}.presentationml.presentation", _office),
    **{kind: (mime, _office) for kind, mime in _OFFICE_MIME.items()},
    "txt": ("text/plain; charset=utf-8", _text),
    "csv": ("text/csv; charset=utf-8", _text),
    "jpg": ("image/jpeg", _picture),
    "jpeg": ("image/jpeg", _picture),
    "png": ("image/png", _picture),
    "webp": ("image/webp", _picture),
}
