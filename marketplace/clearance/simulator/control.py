"""What the person at the window can do: look, reject the next order, hurry."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from marketplace.clearance.simulator import manners
from marketplace.clearance.simulator.clock import digits_17
from marketplace.clearance.simulator.store import Store

MAX_REASON: Final = 500
SHOWN_MESSAGES: Final = 200
_NOT_PRINTABLE: Final = re.compile("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadReason(Exception):
    """A reason is 1 to 500 printable characters."""


def reject_next(store: Store, reason: str) -> None:
    """Have the next order that arrives rejected, once, with ``reason``. Several calls reject several orders.

    Raises:
        BadReason: blank, over 500 characters, or with control characters.
    """
    plain = reason.strip()
    if not 1 <= len(plain) <= MAX_REASON or _NOT_PRINTABLE.search(plain):
        raise BadReason
    with store.transaction() as connection:
        connection.execute("INSERT INTO rejection (reason) VALUES (?)", (plain,))


def answer_next(store: Store, kind: str) -> None:
    """Have the next order that arrives answered otherwise than with a yes, once.

    Args:
        store: of the window.
        kind: ``format`` (a CEB900 for its signature), ``send-failed`` (4) or ``error`` (a code below zero).

    Raises:
        BadManner: another kind.
    """
    if kind not in manners.ANSWERS:
        raise manners.BadManner
    with store.transaction() as connection:
        connection.execute("INSERT INTO answer (kind) VALUES (?)", (kind,))


def change_manner(store: Store, wanted: Mapping[str, object]) -> dict[str, str]:
    """Change how receipts are written from now on, and return all of it.

    Raises:
        BadManner: as for ``manners.change``.
    """
    with store.transaction() as connection:
        return asdict(manners.change(connection, wanted))


def advance(store: Store, *, now_ms: int) -> int:
    """Make all receipts due that still wait; return how many."""
    with store.transaction() as connection:
        sql = "UPDATE step SET due_ms = ? WHERE is_issued = 0 AND due_ms > ?"
        return connection.execute(sql, (now_ms, now_ms)).rowcount


def counts(store: Store) -> dict[str, int]:
    """Return how many messages are kept and how many receipts have not been issued yet."""
    with store.transaction() as connection:
        return {
            "messages": connection.execute("SELECT count(*) FROM message").fetchone()[0],
            "receipts_waiting": connection.execute("SELECT count(*) FROM step WHERE is_issued = 0").fetchone()[0],
        }


def overview(store: Store) -> dict[str, Any]:
    """Return the newest messages with their orders and steps, and the rejections that wait for an order."""
    with store.transaction() as connection:
        messages = connection.execute("SELECT * FROM message ORDER BY id DESC LIMIT ?", (SHOWN_MESSAGES,)).fetchall()
        waiting = connection.execute("SELECT reason FROM rejection WHERE order_id IS NULL ORDER BY id").fetchall()
        answers = connection.execute("SELECT kind FROM answer WHERE order_id IS NULL ORDER BY id").fetchall()
        return {
            "messages": [_message(connection, row) for row in messages],
            "reject_next": [row["reason"] for row in waiting],
            "answer_next": [row["kind"] for row in answers],
            "manner": asdict(manners.read(connection)),
        }


def _message(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    orders = connection.execute("SELECT * FROM declared_order WHERE message_id = ? ORDER BY id", (row["id"],))
    return {
        "guid": row["guid"],
        "sender": row["sender"],
        "received_at": digits_17(row["received_ms"]),
        "deliveries": row["deliveries"],
        "orders": [_order(connection, order) for order in orders.fetchall()],
    }


def _order(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    steps = connection.execute("SELECT * FROM step WHERE order_id = ? ORDER BY id", (row["id"],)).fetchall()
    return {
        "guid": row["guid"],
        "order_number": row["number"],
        "app_type": row["app_type"],
        "outcome": row["outcome"],
        "reason": row["reason"],
        "steps": [
            {
                "status": step["status"],
                "info": step["info"],
                "due_at": digits_17(step["due_ms"]),
                "issued": bool(step["is_issued"]),
            }
            for step in steps
        ],
    }
