"""Sizes and formats of a picture, read from its row: a page makes and looks up none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.core.files.storage import default_storage

from cms.blocks.speech import say_column

FORMATS: Final = ("avif", "webp", "jpeg")


@dataclass(frozen=True, slots=True)
class PictureData:
    """As ``components/_picture.html`` wants it: sizes in pixels, ``avif`` … are the values of ``srcset``."""

    src: str
    width: int
    height: int
    alt: str
    avif: str = ""
    webp: str = ""
    jpeg: str = ""


class Pictured(Protocol):
    """What is read of a picture's row."""

    file: Any
    width: int
    height: int
    file_hash: str
    made: Mapping[str, Any]


def is_made(image: Pictured) -> bool:
    """Tell whether the sizes on record are those of the present file."""
    return bool(image.file_hash) and image.made.get("of") == image.file_hash


def srcset(files: Iterable[Mapping[str, Any]], format_name: str) -> str:
    """Return the ``srcset`` of one format, smallest first."""
    return ", ".join(
        f"{default_storage.url(file['name'])} {file['width']}w" for file in files if file["format"] == format_name
    )


def picture_data(image: Pictured) -> PictureData:
    """Describe a picture in the reader's language. Until its sizes are made it is shown as it was uploaded."""
    files = image.made["files"] if is_made(image) else ()
    sets = {name: srcset(files, name) for name in FORMATS}
    middle = [file for file in files if file["format"] == "jpeg" and file["width"] <= 960]
    shown = middle[-1] if middle else {"name": image.file.name, "width": image.width, "height": image.height}
    return PictureData(
        src=default_storage.url(shown["name"]),
        width=shown["width"],
        height=shown["height"],
        alt=say_column(image, "alt").text,
        **sets,
    )
