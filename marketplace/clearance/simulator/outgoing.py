"""Receipts on their way back: issued when they are due, handed out after a cursor."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from marketplace.clearance.simulator.receipts import write_receipt
from marketplace.clearance.simulator.store import Store

MAX_PAGE: Final = 500
_DUE: Final = """
SELECT step.id, step.status, step.info, step.due_ms, o.guid, o.platform, o.exporter, o.number, message.sender
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
    for row in connection.execute(_DUE, (now_ms,)).fetchall():
        envelope = write_receipt(
            guid=row["guid"],
            platform=row["platform"],
            exporter=row["exporter"],
            number=row["number"],
            status=row["status"],
            info=row["info"],
            at_ms=row["due_ms"],
            receiver=row["sender"],
        )
        values = (row["id"], row["sender"], envelope)
        connection.execute("INSERT INTO receipt (step_id, receiver, envelope) VALUES (?, ?, ?)", values)
        connection.execute("UPDATE step SET is_issued = 1 WHERE id = ?", (row["id"],))
