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
    """Return ``{column}_zh_hans``, ``_vi`` and ``_en`` from ``{field}_zh`` … of ``row``; what is not there is left
    out.
    """
    pairs = (("zh_hans", "zh"), ("vi", "vi"), ("en", "en"))
    return {f"{column}_{suffix}": row[f"{field}_{short}"] for suffix, short in pairs if f"{field}_{short}" in row}
