"""Receipts on their way back: issued when they are due, handed out after a cursor."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from marketplace.clearance.simulator import manners
from marketplace.clearance.simulator.receipts import RECEIPT, Said, Step, write_receipt
from marketplace.clearance.simulator.store import Store

MAX_PAGE: Final = 500
MAX_RETURNS: Final = 99  # a hundred, with one that nobody can read
_DUE: Final = """
SELECT step.id, step.status, step.info, step.due_ms, step.message_type, o.guid, o.platform, o.exporter, o.number,
    message.sender, message.guid AS message_guid, message.data
FROM step JOIN declared_order AS o ON o.id = step.order_id JOIN message ON message.id = o.message_id
WHERE step.is_issued = 0 AND step.due_ms <= ? ORDER BY step.due_ms, step.id
"""


@dataclass(frozen=True, slots=True)
class Page:
    """``receipts``: (cursor, envelope) pairs, oldest first. ``more``: whether others wait behind them."""

    receipts: tuple[tuple[int, bytes], ...]
    more: bool


def receipts_after(store: Store, *, receiver: str, after: int, limit: int, now_ms: int) -> Page:
    """Return the receipts for ``receiver`` that came after the cursor ``after``, at most ``limit``."""
    with store.transaction() as connection:
        _issue(connection, now_ms)
        rows = connection.execute(
            "SELECT cursor, envelope FROM receipt WHERE receiver = ? AND cursor > ? ORDER BY cursor LIMIT ?",
            (receiver, after, limit + 1),
        ).fetchall()
    found = tuple((row["cursor"], bytes(row["envelope"])) for row in rows[:limit])
    return Page(receipts=found, more=len(rows) > limit)


def _issue(connection: sqlite3.Connection, now_ms: int) -> None:
    # The cursor is given when a receipt is issued, not when it is planned: a reader that has seen cursor 9 would
    # never ask for an 8 that came due later.
    manner = manners.read(connection)
    most = 1 if manner.batch == "single" else MAX_RETURNS
    for rows in _batches(connection.execute(_DUE, (now_ms,)).fetchall(), most=most):
        envelope = write_receipt([_said(row) for row in rows], receiver=rows[0]["sender"], manner=manner)
        values = (rows[0]["id"], rows[0]["sender"], envelope)
        connection.execute("INSERT INTO receipt (step_id, receiver, envelope) VALUES (?, ?, ?)", values)
        connection.executemany("UPDATE step SET is_issued = 1 WHERE id = ?", [(row["id"],) for row in rows])


def _batches(rows: Sequence[sqlite3.Row], *, most: int) -> Iterator[list[sqlite3.Row]]:
    """Yield what goes into one message each: of one receiver and one kind, refusals alone."""
    for (_receiver, message_type), group in groupby(rows, key=lambda row: (row["sender"], row["message_type"])):
        several = list(group)
        size = most if message_type == RECEIPT else 1
        yield from (several[start : start + size] for start in range(0, len(several), size))


def _said(row: sqlite3.Row) -> Said:
    return Said(
        step=Step(row["status"], row["info"], row["message_type"]),
        guid=row["guid"],
        platform=row["platform"],
        exporter=row["exporter"],
        number=row["number"],
        message_guid=row["message_guid"],
        data=bytes(row["data"]),
        at_ms=row["due_ms"],
    )
