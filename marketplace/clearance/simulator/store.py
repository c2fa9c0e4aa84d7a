"""The window's own store: one SQLite file; what was answered "received" is on the disk before the answer leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    digest TEXT NOT NULL,
    data BLOB NOT NULL,
    reply BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    deliveries INTEGER NOT NULL DEFAULT 1 CHECK (deliveries >= 1)
) STRICT;
CREATE TABLE IF NOT EXISTS declared_order (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id),
    guid TEXT NOT NULL,
    platform TEXT NOT NULL,
    exporter TEXT NOT NULL,
    number TEXT NOT NULL,
    app_type TEXT NOT NULL CHECK (app_type IN ('1', '2', '3')),
    outcome TEXT NOT NULL CHECK (outcome IN ('saved', 'accepted', 'rejected', 'withdrawn')),
    reason TEXT NOT NULL CHECK ((reason <> '') = (outcome = 'rejected'))
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_order_in_the_books
    ON declared_order (platform, number) WHERE outcome = 'accepted' AND app_type = '1';
CREATE INDEX IF NOT EXISTS declared_order_guid ON declared_order (guid);
CREATE INDEX IF NOT EXISTS declared_order_message ON declared_order (message_id);
CREATE TABLE IF NOT EXISTS step (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES declared_order (id),
    status TEXT NOT NULL,
    info TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    message_type TEXT NOT NULL DEFAULT 'CEB304Message',
    is_issued INTEGER NOT NULL DEFAULT 0 CHECK (is_issued IN (0, 1))
) STRICT;
CREATE INDEX IF NOT EXISTS step_waiting ON step (due_ms, id) WHERE is_issued = 0;
CREATE INDEX IF NOT EXISTS step_order ON step (order_id);
CREATE TABLE IF NOT EXISTS receipt (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    step_id INTEGER NOT NULL UNIQUE REFERENCES step (id),
    receiver TEXT NOT NULL,
    envelope BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS receipt_of_receiver ON receipt (receiver, cursor);
CREATE TABLE IF NOT EXISTS manner (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    order_id INTEGER UNIQUE REFERENCES declared_order (id)
) STRICT;
CREATE TABLE IF NOT EXISTS rejection (
    id INTEGER PRIMARY KEY,
    reason TEXT NOT NULL CHECK (reason <> ''),
    order_id INTEGER UNIQUE REFERENCES declared_order (id)
) STRICT;
"""


class Store:
    """One file; every use opens a connection of its own, so that threads and processes may share it."""

    def __init__(self, directory: Path) -> None:
        """Make the file in ``directory`` where it is missing.

        Raises:
            OSError: the directory cannot be made.
            sqlite3.Error: the file cannot be made or is none of ours.
        """
        directory.mkdir(parents=True, exist_ok=True)
        self.path = directory / "single-window.sqlite3"
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)
            self._bring_up(connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block in one writing transaction; when it ends well it is on the disk."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @staticmethod
    def _bring_up(connection: sqlite3.Connection) -> None:
        # A store that an older window made has no kinds of message.
        columns = {row["name"] for row in connection.execute("PRAGMA table_info(step)")}
        if "message_type" not in columns:
            connection.execute("ALTER TABLE step ADD COLUMN message_type TEXT NOT NULL DEFAULT 'CEB304Message'")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection
