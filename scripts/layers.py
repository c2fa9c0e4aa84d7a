"""Write import-linter's contracts and the diagrams of the architecture from the one list, ``config/layers.py``.

``python -m scripts.layers`` writes them; with ``--check`` it only says which of them are behind, and exits with 1.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from config import layers
from scripts.environment import ROOT

BEGIN: Final = "# From config/layers.py, written by `python -m scripts.layers`: do not edit up to the end.\n"
END: Final = "# The end of what is written from config/layers.py.\n"


def main(arguments: Sequence[str]) -> int:
    """Write or check; return the exit code."""
    behind = [path for path, wanted in contents().items() if path.read_text(encoding="utf-8") != wanted]
    if "--check" in arguments:
        for path in behind:
            print(f"{path.relative_to(ROOT)} is behind config/layers.py: python -m scripts.layers")
        return 1 if behind else 0
    for path in behind:
        path.write_text(contents()[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    return 0


def contents() -> dict[Path, str]:
    """Return what the files should hold."""
    project, page = ROOT / "pyproject.toml", ROOT / "docs" / "architecture.md"
    return {
        project: _replaced(project.read_text(encoding="utf-8"), BEGIN, END, contracts()),
        page: with_diagrams(page.read_text(encoding="utf-8")),
    }


def drawn() -> dict[str, list[str]]:
    """Return each contract's layers as import-linter reads them: names in one layer do not know each other, what is
    in brackets need not be there.
    """
    return {
        "top": list(layers.TOP),
        **{
            container: [_layer(layer, optional=_not_built(container, layer)) for layer in rooms]
            for container, rooms in layers.ROOMS.items()
        },
        "inside": [_layer(layer, optional=layer) for layer in layers.INSIDE],
    }


def contracts() -> str:
    """Return the contracts as TOML."""
    wanted = drawn()
    inside = [f"marketplace.{room}" for room in layers.built("marketplace")]
    return "\n".join([
        _contract(
            "top", "The site's wiring stands on the pages, these on the market, this on the search", wanted["top"]
        ),
        _contract(
            "marketplace", "The rooms of the market import downwards only", wanted["marketplace"], ["marketplace"]
        ),
        _contract("cms", "The kinds of page import downwards only", wanted["cms"], ["cms"]),
        _contract(
            "inside", "Inside a room: entrances, writes, reads, models, states, errors", wanted["inside"], inside
        ),
    ])  # fmt: skip


def with_diagrams(page: str) -> str:
    """Return the page with each diagram under ``<!-- layers: … -->`` as the list has it."""
    for name, rows in drawn().items():
        begin = f"<!-- layers: {name} -->\n```mermaid\n"
        page = _replaced(page, begin, "```\n", _diagram(name, rows))
    return page


def _diagram(name: str, rows: Sequence[str]) -> str:
    nodes = [f'    {name}{number}["{row}"]' for number, row in enumerate(rows)]
    arrows = [f"    {name}{number} --> {name}{number + 1}" for number in range(len(rows) - 1)]
    return "\n".join(["flowchart TB", *nodes, *arrows, ""])


def _not_built(container: str, rooms: Iterable[str]) -> list[str]:
    return [room for room in rooms if not layers.is_built(container, room)]


def _layer(names: Iterable[str], *, optional: Iterable[str]) -> str:
    return " | ".join(f"({name})" if name in optional else name for name in names)


def _contract(key: str, name: str, rows: Iterable[str], containers: Sequence[str] = ()) -> str:
    lines = ["[[tool.importlinter.contracts]]", f'id = "{key}"', f'name = "{name}"', 'type = "layers"']
    if containers:
        lines.append(_list("containers", containers))
    if list(containers) == [key]:
        lines.append("exhaustive = true")
    return "\n".join([*lines, _list("layers", rows), ""])


def _list(key: str, values: Iterable[str]) -> str:
    return "\n".join([f"{key} = [", *(f'    "{value}",' for value in values), "]"])


def _replaced(text: str, begin: str, end: str, middle: str) -> str:
    found = re.search(rf"({re.escape(begin)}).*?({re.escape(end)})", text, re.DOTALL)
    if not found:
        raise SystemExit(f"Nothing begins with {begin.strip()!r} and ends with {end.strip()!r}.")
    return text[: found.end(1)] + middle + text[found.start(2) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
