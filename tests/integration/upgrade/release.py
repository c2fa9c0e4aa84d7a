"""A release that was frozen: the tables as each engine had them, every row, and what was read of its orders.

Neither the models of today nor the migrations of the past are needed to build it again, so that it stands still while
rooms move, migrations are squashed or a package goes. ``releases/<day>.json.xz`` holds:

``schema``: SQL by vendor (``sqlite``, ``postgresql``);
``tables``: columns and rows by table as SQLite keeps them, ``django_migrations`` among them; bytes as {"b64": …};
``said``: ``reading.everything()`` at that time.
"""

from __future__ import annotations

import json
import lzma
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

FOLDER: Final = Path(__file__).parent / "releases"
# Between the statements for SQLite: a trigger has semicolons of its own.
SEPARATOR: Final = "\n;;\n"
_AT_ONCE: Final = 900  # values in one statement: SQLite's least limit


@dataclass(frozen=True, slots=True)
class Release:
    """``tables``: {table: {"columns": [name], "rows": [[value]]}}."""

    schema: dict[str, str]
    tables: dict[str, dict[str, list[Any]]]
    said: dict[str, Any]

    @property
    def counts(self) -> dict[str, int]:
        return {table: len(content["rows"]) for table, content in self.tables.items()}


def releases() -> list[str]:
    """Return the days of the releases that are kept, the oldest first."""
    return sorted(path.name.removesuffix(".json.xz") for path in FOLDER.glob("*.json.xz"))


def read(day: str) -> Release:
    """Return a kept release."""
    return Release(**json.loads(lzma.decompress((FOLDER / f"{day}.json.xz").read_bytes())))


def write(day: str, release: Release) -> Path:
    """Keep a release; return where."""
    path = FOLDER / f"{day}.json.xz"
    content = {"schema": release.schema, "tables": release.tables, "said": release.said}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    return path


def restore(release: Release) -> None:
    """Make the tables of a release in the empty default database, and put its rows in."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(release.schema["postgresql"])
            cursor.execute("set search_path to public")
        else:
            for statement in release.schema["sqlite"].split(SEPARATOR):
                cursor.execute(statement)
        for table, content in release.tables.items():
            _fill(cursor, table, content["columns"], content["rows"])


def _fill(cursor: Any, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    kinds = _kinds(cursor, table)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    values = [
        [_value(value, kinds.get(column, "")) for column, value in zip(columns, row, strict=True)] for row in rows
    ]
    places = f"({', '.join(['%s'] * len(columns))})"
    size = max(1, _AT_ONCE // len(columns))
    for start in range(0, len(values), size):
        some = values[start : start + size]
        sql = f"insert into {quote(table)} ({names}) values {', '.join([places] * len(some))}"
        cursor.execute(sql, [value for row in some for value in row])
    if "id" in columns and kinds.get("id") in {"integer", "bigint", "smallint"}:
        sequence = f"pg_get_serial_sequence('{quote(table)}', 'id')"
        cursor.execute(f"select setval({sequence}, greatest(max(id), 1)) from {quote(table)}")


def _kinds(cursor: Any, table: str) -> dict[str, str]:
    """Return PostgreSQL's type of each column; SQLite takes the values as it kept them."""
    if connection.vendor != "postgresql":
        return {}
    cursor.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = 'public' and table_name = %s",
        [table],
    )
    return dict(cursor.fetchall())


def _value(value: Any, kind: str) -> Any:
    if isinstance(value, dict):
        return b64decode(value["b64"])
    if value is None or not kind:
        return value
    if kind == "boolean":
        return bool(value)
    if kind == "timestamp with time zone":
        return f"{value}+00:00"
    return str(value) if kind == "numeric" else value


def _plain(value: object) -> str | dict[str, str]:
    """Return what JSON does not know, as SQLite keeps it."""
    if isinstance(value, bytes):
        return {"b64": b64encode(value).decode()}
    assert isinstance(value, date), value  # and instants, in UTC
    return str(value)
