"""The files of the demonstration market, as they lie in the project. Each room loads its own part of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "demonstration"
# Told how far the loading is: what, and how many rows were new.
Say = Callable[[str, int], None]


@cache
def data(name: str) -> Any:
    """Return the content of ``<name>.json``. The file is read once; do not change what you get."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def picture(name: str) -> bytes:
    """Return the bytes of one picture, ``goods/loquat.jpg``."""
    return (FOLDER / "pictures" / name).read_bytes()


def translated(row: dict[str, Any], field: str, column: str) -> dict[str, str]:
    """Return ``{column}_zh_hans``, ``_vi`` and ``_en`` from ``{field}_zh`` … of ``row``; what is not there is left
    out.
    """
    pairs = (("zh_hans", "zh"), ("vi", "vi"), ("en", "en"))
    return {f"{column}_{suffix}": row[f"{field}_{short}"] for suffix, short in pairs if f"{field}_{short}" in row}
