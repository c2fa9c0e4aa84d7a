"""Sizes and formats of a picture, read from its row: a page makes and looks up none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from cms.blocks.speech import say_column
from marketplace.catalog.selectors.pictures import PictureData, describe


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


def picture_data(image: Pictured) -> PictureData:
    """Describe a picture in the reader's language. Until its sizes are made it is shown as it was uploaded."""
    return describe(
        name=image.file.name,
        size=(image.width, image.height),
        alt=say_column(image, "alt").text,
        renditions=image.made["files"] if is_made(image) else (),
    )
