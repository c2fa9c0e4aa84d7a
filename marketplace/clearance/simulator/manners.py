"""How the window answers: as the field list says, or as ports and their programs are known to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

# Name -> what may be chosen, the first as the field list says.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "encoding": ("utf-8", "gb2312", "gb18030"),
    "begin": ("plain", "line-break", "bom"),
    "time": ("17", "14"),
    "end": ("120", "399"),
    "guid": ("ours", "port"),
    "text": ("plain", "bracketed"),
    "empty": ("no", "yes"),
    "batch": ("single", "mixed", "odd"),
}
# What the next order that arrives gets instead of a yes, once.
ANSWERS: Final = ("format", "send-failed", "error")
_BEGINNINGS: Final = {"plain": b"", "line-break": b"\r\n", "bom": b"\xef\xbb\xbf"}


class BadManner(Exception):
    """There is no such manner, or no such choice."""


@dataclass(frozen=True, slots=True)
class Manner:
    """``batch``: each return alone, all that are due in one message, or that with one that nobody can read."""

    encoding: str = "utf-8"
    begin: str = "plain"
    time: str = "17"
    end: str = "120"
    guid: str = "ours"
    text: str = "plain"
    empty: str = "no"
    batch: str = "single"

    def written(self, message: str) -> bytes:
        """Return the bytes of an XML document that has no declaration yet."""
        declared = f'<?xml version="1.0" encoding="{self.encoding.upper()}"?>\n{message}'
        return _BEGINNINGS[self.begin] + declared.encode(self.encoding, "xmlcharrefreplace")


def read(connection: sqlite3.Connection) -> Manner:
    """Return how the window answers at present."""
    rows = connection.execute("SELECT name, value FROM manner").fetchall()
    known = {field.name for field in fields(Manner)}
    return Manner(**{row["name"]: row["value"] for row in rows if row["name"] in known})


def change(connection: sqlite3.Connection, wanted: Mapping[str, object]) -> Manner:
    """Change how the window answers from now on; what is not named stays.

    Raises:
        BadManner: there is no such manner, or no such choice; nothing is changed.
    """
    for name, value in wanted.items():
        if value not in CHOICES.get(name, ()):
            raise BadManner
    for name, value in wanted.items():
        connection.execute("INSERT OR REPLACE INTO manner (name, value) VALUES (?, ?)", (name, value))
    return read(connection)
