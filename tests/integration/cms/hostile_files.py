"""Files as careless and as hostile people bring them, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any, Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET: Final = b"CAMERA-OF-LAN"
SCRIPT: Final = b"<!doctype html><script>document.title = 'ran'</script>"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "ran"</script></svg>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 340), mode: str = "RGB", **options: Any) -> bytes:
    """A picture that cannot be packed to nothing."""
    data = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(data, kind, **options)
    return data.getvalue()


def with_place(kind: str = "JPEG") -> bytes:
    """A picture that says where and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = SECRET.decode(), 6
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (23.0, 22.0, 1.0), "E", (103.0, 23.0, 4.0)
    options: dict[str, Any] = {"exif": exif.tobytes()}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
        options["pnginfo"] = text
    elif kind == "JPEG":
        options["comment"] = SECRET
    else:
        options["xmp"] = b"<x>" + SECRET + b"</x>"
    return picture(kind, **options)


def bomb(width: int = 9_000, height: int = 9_000) -> bytes:
    """81 megapixels in ten kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes((width // 8 + 2) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(**parts: str | bytes) -> bytes:
    """An archive; ``__`` in a name stands for a slash, ``_D_`` for a point."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_D_", "."), content)
    return data.getvalue()


def office(kind: str) -> bytes:
    """The least that is a document of that kind."""
    part = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}.get(kind)
    if part:
        return archive(**{"[Content_Types].xml": "<Types/>", part: "<w/>"})
    mime = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[kind]
    return archive(mimetype=f"application/vnd.oasis.opendocument.{mime}", content_D_xml="<c/>")


PDF: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TAKEN: Final[dict[str, bytes]] = {
    "course.pdf": PDF,
    "课程表.PDF": PDF,
    **{f"sheet.{kind}": office(kind) for kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp")},
    "list.csv": "名称,价格\n石榴,1.25\n".encode(),
    "old.csv": "名称,价格\n石榴,1.25\n".encode("gb18030"),
    "note.txt": "Lựu Mông Tự".encode(),
    "map.jpg": picture(),
    "map.jpeg": picture(),
    "map.png": picture("PNG"),
    "map.webp": picture("WEBP"),
}
REFUSED: Final[dict[str, bytes]] = {
    "x.html": SCRIPT,
    "x.htm": SCRIPT,
    "x.xhtml": SCRIPT,
    "x.svg": SVG,
    "x.svgz": SVG,
    "x.xml": b"<?xml version='1.0'?><x/>",
    "x.js": b"alert(1)",
    "x.swf": b"FWS\x05",
    "x.exe": b"MZ" + bytes(100),
    "x.zip": archive(a="b"),
    "x": PDF,
    "x.pdf.html": PDF,
    "html.pdf": SCRIPT,
    "svg.pdf": SVG,
    "late.pdf": SCRIPT + PDF,
    "html.txt": SCRIPT,
    "html.csv": b"\xef\xbb\xbf \n" + SCRIPT,
    "buried.txt": b"hello\n" + SCRIPT,
    "svg.png": SVG,
    "html.jpg": SCRIPT,
    "png.jpg": picture("PNG"),
    "cut.jpg": picture()[:9_000],
    "zip.docx": archive(a="b"),
    "xlsx.docx": office("xlsx"),
    "macro.docx": archive(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"}),
    "cut.docx": office("docx")[:60],
    "binary.txt": b"a\x00b",
    "noise.txt": bytes(range(128, 256)) * 9 + b"\xff",
    "empty.txt": b"",
    "exe.pdf": b"MZ" + bytes(100),
}
