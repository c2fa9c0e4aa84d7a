"""Pictures from outside, hostile until decoded; and the sizes and formats in which they are shown.

Pure functions over bytes. Source of the limits: OWASP ASVS 5.0 V5 (file handling); Pillow's own limit lets 81
megapixels in
ten kilobytes pass without a word.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.catalog.errors import PictureRefused

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MAX_BYTES: Final = 15_000_000
MAX_PIXELS: Final = 40_000_000
MIN_SIDE: Final = 320
MAX_SIDE: Final = 4_000
WIDTHS: Final = (320, 640, 960, 1440)
# What a picture may bear besides pixels: how their values are meant. Everything else tells of people and places.
_OF_PIXELS: Final = frozenset({
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile", "adobe", "adobe_transform",
    "progressive", "progression", "gamma", "srgb", "chromaticity", "transparency", "interlace", "aspect",
    "background", "loop", "duration", "timestamp",
})  # fmt: skip
_SEGMENTS_OF_PIXELS: Final = frozenset({"APP0", "APP2", "APP14"})  # JFIF, colour profile, Adobe's colour transform
# From here Pillow warns, from twice as much it refuses; what lies between is refused below, before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True, slots=True)
class AcceptedImage:
    """A picture that has been decoded: ``data`` in the format of ``extension``, sizes in pixels."""

    data: bytes
    extension: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """The name that its content gives it."""
        return hashlib.sha256(self.data).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture in one format (``avif``, ``webp``, ``jpeg``)."""

    data: bytes
    format: str
    width: int
    height: int


def accept_image(data: bytes) -> AcceptedImage:
    """Decode a picture from outside and write it anew as JPEG: turned upright, without metadata or anything appended.

    Raises:
        PictureRefused: ``too_large`` (bytes), ``too_many_pixels``, ``too_small``, ``not_a_picture``.
    """
    image = _decoded(data)
    upright = ImageOps.exif_transpose(image)
    flat = _on_white(upright)
    flat.thumbnail((MAX_SIDE, MAX_SIDE))
    return AcceptedImage(_encoded(flat, "JPEG", quality=90), "jpg", flat.width, flat.height)


def clean_picture(data: bytes) -> bytes:
    """Decode a picture wholly and return it with nothing but its pixels: no place, no camera, nothing appended.

    One that bears nothing else comes back as it is, so that its quality is lost once at most.

    Raises:
        PictureRefused: as ``accept_image``, but of any size in pixels down to one.
    """
    image = _opened(data, min_side=1)
    _load(image)
    if _is_bare(image, data):
        return data
    upright = ImageOps.exif_transpose(image)
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    if upright.mode == "P" or "transparency" in upright.info:
        upright = upright.convert("RGBA")
    if kind == "JPEG" and upright.mode not in {"RGB", "L"}:
        upright = upright.convert("RGB")
    profile = image.info.get("icc_profile") if upright.mode == image.mode else None
    return _encoded(upright, kind, **({} if kind == "PNG" else {"quality": 92}), icc_profile=profile)


def own_image(data: bytes) -> AcceptedImage:
    """Take a JPEG that came with the project as it is; only its head is read.

    Raises:
        PictureRefused: as ``accept_image``.
    """
    with _opened(data) as image:
        if image.format != "JPEG":
            raise PictureRefused(reason="not_a_picture")
        return AcceptedImage(data=data, extension="jpg", width=image.width, height=image.height)


def renditions(data: bytes) -> Iterator[Rendition]:
    """Yield a picture in every width that it fills, in AVIF, WebP and JPEG, smallest first.

    Raises:
        PictureRefused: as ``accept_image``.
    """
    source = _on_white(_decoded(data))
    for width in [width for width in WIDTHS if width <= source.width]:
        height = round(source.height * width / source.width)
        sized = source.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        yield Rendition(_encoded(sized, "AVIF", quality=52, speed=9, max_threads=1), "avif", width, height)
        yield Rendition(_encoded(sized, "WEBP", quality=74, method=2), "webp", width, height)
        yield Rendition(_encoded(sized, "JPEG", quality=78, optimize=True, progressive=True), "jpeg", width, height)


def _is_bare(image: Image.Image, data: bytes) -> bool:
    """Tell whether a file is pixels alone, as far as they need to be told how they are meant."""
    segments = {name for name, _ in getattr(image, "applist", ())}
    if not image.info.keys() <= _OF_PIXELS or not segments <= _SEGMENTS_OF_PIXELS or image.getexif():
        return False
    end = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82", "WEBP": b""}.get(str(image.format))
    if end is None or not data.endswith(end):
        return False
    return image.format != "WEBP" or len(data) == int.from_bytes(data[4:8], "little") + 8


def _opened(data: bytes, *, min_side: int = MIN_SIDE) -> Image.Image:
    """Read the head only; refuse by size before a pixel is decoded."""
    if len(data) > MAX_BYTES:
        raise PictureRefused(reason="too_large")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureRefused(reason="too_many_pixels") from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise PictureRefused(reason="not_a_picture") from fault
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused(reason="too_many_pixels")
    if min(image.size) < min_side:
        raise PictureRefused(reason="too_small")
    return image


def _decoded(data: bytes) -> Image.Image:
    image = _opened(data)
    _load(image)
    return image


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        struct.error,
        zlib.error,
        Image.DecompressionBombError,
    ) as fault:
        raise PictureRefused(reason="not_a_picture") from fault


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _encoded(image: Image.Image, format_name: str, **options: Any) -> bytes:
    image.info = {}  # else Pillow writes a comment that it has read
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()
