"""Pictures from outside: what is taken, what is refused, and what is made of them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from marketplace.catalog.errors import PictureRefused
from marketplace.catalog.images import MAX_BYTES, accept_image, own_image, renditions


def picture(width: int = 800, height: int = 600, format_name: str = "JPEG", **options: object) -> bytes:
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of one grey, ``side`` pixels wide and high, in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * ((side + 7) // 8 + 1) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refusal_of(data: bytes) -> str:
    with pytest.raises(PictureRefused) as refusal:
        accept_image(data)
    return refusal.value.reason


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_pictures_of_the_three_formats_are_taken_and_written_anew_as_jpeg(format_name: str) -> None:
    accepted = accept_image(picture(format_name=format_name))
    assert (accepted.extension, accepted.width, accepted.height) == ("jpg", 800, 600)
    assert Image.open(io.BytesIO(accepted.data)).format == "JPEG"


@pytest.mark.parametrize("side", [6_400, 9_100, 20_000])
def test_a_bomb_is_refused_by_its_head_before_a_pixel_is_decoded(side: int) -> None:
    data = bomb(side)
    assert len(data) < 200_000
    assert refusal_of(data) == "too_many_pixels"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 5_000,
        b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\x00" * 400,
        b"%PDF-1.7\n" + b"\x00" * 400,
        picture()[:400],
        picture(format_name="PNG")[:4_000],
        picture(format_name="GIF"),
        picture(format_name="TIFF"),
        picture(format_name="BMP"),
    ],
    ids=["empty", "zeros", "svg", "gif head", "pdf", "cut jpeg", "cut png", "gif", "tiff", "bmp"],
)
def test_what_is_no_picture_of_a_known_format_is_refused(data: bytes) -> None:
    assert refusal_of(data) == "not_a_picture"


def test_too_many_bytes_are_refused_unread() -> None:
    assert refusal_of(b"\xff" * (MAX_BYTES + 1)) == "too_large"


def test_a_picture_too_small_to_show_is_refused() -> None:
    assert refusal_of(picture(width=319, height=900)) == "too_small"


def test_metadata_and_what_hangs_on_the_end_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at my house"
    accepted = accept_image(picture(exif=exif) + b"<?php system($_GET['c']); ?>")
    assert (accepted.width, accepted.height) == (600, 800)
    assert b"<?php" not in accepted.data
    assert b"my house" not in accepted.data
    assert not Image.open(io.BytesIO(accepted.data)).getexif()


def test_what_can_be_seen_through_is_laid_on_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).save(clear, "PNG")
    shown = Image.open(io.BytesIO(accept_image(clear.getvalue()).data)).convert("RGB")
    assert shown.getpixel((200, 200)) == (255, 255, 255)


def test_the_same_content_has_the_same_name_and_another_has_another() -> None:
    first, again, other = (accept_image(picture(width=width)) for width in (800, 800, 801))
    assert first.digest == again.digest != other.digest


def test_an_own_picture_stays_byte_for_byte_and_must_be_a_jpeg() -> None:
    data = picture()
    assert own_image(data).data == data
    with pytest.raises(PictureRefused):
        own_image(picture(format_name="PNG"))


@pytest.mark.parametrize(("width", "widths"), [(1600, [320, 640, 960, 1440]), (1200, [320, 640, 960]), (320, [320])])
def test_sizes_are_made_in_three_formats_and_never_larger_than_the_source(width: int, widths: list[int]) -> None:
    made = list(renditions(picture(width=width, height=width * 5 // 4)))
    assert [(one.format, one.width) for one in made] == [
        (form, w) for w in widths for form in ("avif", "webp", "jpeg")
    ]
    for one in made:
        decoded = Image.open(io.BytesIO(one.data))
        assert (decoded.format, decoded.size) == (one.format.upper(), (one.width, one.height))
        assert one.height == one.width * 5 // 4
