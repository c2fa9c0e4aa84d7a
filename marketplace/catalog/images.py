"""Pictures from outside, hostile until decoded; and the sizes and formats in which they are shown.

Pure functions over bytes. Source of the limits: OWASP ASVS 5.0 V5 (file handling); Pillow's own limit lets 81
megapixels in
ten kilobytes pass without a word.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.catalog.errors import PictureRefused

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MAX_BYTES: Final = 15_000_000
MAX_PIXELS: Final = 40_000_000
MIN_SIDE: Final = 320
MAX_SIDE: Final = 4_000
WIDTHS: Final = (320, 640, 960, 1440)
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


def _opened(data: bytes) -> Image.Image:
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
    if min(image.size) < MIN_SIDE:
        raise PictureRefused(reason="too_small")
    return image


def _decoded(data: bytes) -> Image.Image:
    image = _opened(data)
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise PictureRefused(reason="not_a_picture") from fault
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _encoded(image: Image.Image, format_name: str, **options: int | bool) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()
