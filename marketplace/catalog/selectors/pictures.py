"""A picture as templates show it: srcset strings per format, never a file opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from marketplace.catalog.models import Picture
from marketplace.kernel.languages import best, texts_of


@dataclass(frozen=True, slots=True)
class PictureData:
    """What the component ``picture`` shows: addresses, pixels, and srcset strings ("…-320.avif 320w, …"), empty
    until made.
    """

    src: str
    width: int
    height: int
    alt: str
    avif: str = ""
    webp: str = ""
    jpeg: str = ""


def picture_data(picture: Picture, *, language: str) -> PictureData:
    """Return a picture for the templates, its alternative text in ``language``. No query."""
    return describe(
        name=picture.file.name,
        size=(picture.width, picture.height),
        alt=best(texts_of(picture, "alt"), language),
        renditions=picture.renditions,
    )


def first_pictures(good_ids: Sequence[int], *, language: str) -> dict[int, PictureData]:
    """Return the first picture of each good that has one, by the good's id. One query."""
    rows = Picture.objects.filter(good_id__in=good_ids).order_by("good_id", "-position")
    return {row.good_id: picture_data(row, language=language) for row in rows}


def describe(*, name: str, size: tuple[int, int], alt: str, renditions: Sequence[Mapping[str, Any]]) -> PictureData:
    """Return a picture for the templates from the values of its row. The original stands in until sizes are made."""
    address = default_storage.url(name)
    # All files of a picture lie together under names of letters and digits: one address gives the others, quickly.
    root = address.removesuffix(name)
    middle = _jpeg_nearest(renditions, 640)
    width, height = (middle["width"], middle["height"]) if middle else size
    return PictureData(
        src=f"{root}{middle['name']}" if middle else address,
        width=width,
        height=height,
        alt=alt,
        avif=_srcset(renditions, "avif", root),
        webp=_srcset(renditions, "webp", root),
        jpeg=_srcset(renditions, "jpeg", root),
    )


def _jpeg_nearest(renditions: Iterable[Mapping[str, Any]], width: int) -> Mapping[str, Any] | None:
    jpegs = [one for one in renditions if one["format"] == "jpeg"]
    return min(jpegs, key=lambda one: abs(one["width"] - width), default=None)


def _srcset(renditions: Iterable[Mapping[str, Any]], format_name: str, root: str) -> str:
    return ", ".join(f"{root}{one['name']} {one['width']}w" for one in renditions if one["format"] == format_name)
