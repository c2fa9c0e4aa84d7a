"""The files of the demonstration market. Each room loads its own part: ``demo.py`` in its folder, with a function
``load(say, *, now)`` that adds what is missing, found by ``load_demo`` wherever an installed app has one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from marketplace.kernel.languages import LANGUAGES

FOLDER: Final = Path(__file__).resolve().parent.parent / "demonstration"
# Told how far the loading is: what, and how many rows were new.
Say = Callable[[str, int], None]


class Load(Protocol):
    """What ``demo.load`` of a room is: what is there already stays as it is, so that it can be run again at will."""

    def __call__(self, say: Say, *, now: datetime) -> None: ...


@cache
def data(name: str, *, beside: str = "") -> Any:
    """Return the content of ``<name>.json``: the one beside a room's module where ``beside`` is its ``__file__``, else
    of those that several rooms read. The file is read once; do not change what you get.
    """
    folder = Path(beside).resolve().parent if beside else FOLDER
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def picture(name: str) -> bytes:
    """Return the bytes of one picture, ``goods/loquat.jpg``."""
    return (FOLDER / "pictures" / name).read_bytes()


def translated(row: dict[str, Any], field: str, column: str) -> dict[str, str]:
    """Return the translated columns of ``column`` from ``{field}_zh`` … of ``row``, from ``zh`` … without a ``field``;
    what is not there is left out.
    """
    keys = {one.column: f"{field}_{one.short}" if field else one.short for one in LANGUAGES}
    return {f"{column}_{suffix}": row[key] for suffix, key in keys.items() if key in row}


def by_column(row: dict[str, Any]) -> dict[str, Any]:
    """Return what ``row`` says under ``zh`` … by the suffix of the translated columns."""
    return {one.column: row[one.short] for one in LANGUAGES if one.short in row}
