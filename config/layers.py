"""The rooms of the site and which may import which: the one list, the highest layer first.

From it come ``INSTALLED_APPS``, the contracts of import-linter in ``pyproject.toml`` and the diagrams of
``docs/architecture.md``: ``python -m scripts.layers`` writes the latter two, and ``make check`` finds them behind.
A room that is named here and has no folder yet is drawn in brackets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TOP: Final = ("config", "cms", "marketplace", "search")
ROOMS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "marketplace": (
        ("storefront", "producer_portal", "operations", "kiosk", "api"),
        ("border_trade", "fairs", "statistics", "risk", "credit"),
        ("clearance",),
        ("fulfilment", "finance"),
        ("payments",),
        ("orders",),
        ("sourcing",),
        ("pricing",),
        ("logistics",),
        ("saved_searches", "search_log", "synonyms"),
        ("catalog",),
        ("companies",),
        ("notifications",),
        ("accounts",),
        ("limits",),
        ("audit", "outbox"),
        ("reference",),
        ("web",),
        ("kernel",),
    ),
    "cms": (
        ("home",),
        ("stories", "centres", "fairs", "training", "policies"),
        ("navigation",),
        ("blocks",),
    ),
}
# Inside a room of the market: entrances, writes, reads, models, states, errors. A room has those that it needs.
INSIDE: Final = (
    ("tasks", "management", "admin"),
    ("services",),
    ("selectors",),
    ("models",),
    ("states",),
    ("errors",),
)


def is_built(container: str, room: str) -> bool:
    """Tell whether the room has a folder with Python in it."""
    return (ROOT / container / room / "__init__.py").is_file()


def built(container: str) -> list[str]:
    """Return the rooms of ``marketplace`` or ``cms`` that are built, the highest first."""
    return [room for layer in ROOMS[container] for room in layer if is_built(container, room)]


def installed_apps() -> list[str]:
    """Return our apps for ``INSTALLED_APPS``, the lowest first: what is registered below is there for those above."""
    rooms = [
        f"{container}.{room}"
        for container in ("marketplace", "cms")
        for layer in reversed(ROOMS[container])
        for room in layer
        if is_built(container, room)
    ]
    return ["search", *rooms, "config"]
