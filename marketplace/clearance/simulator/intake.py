"""A delivery becomes a stored message, a verdict on each order, and the steps that will come back as receipts."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Final

from marketplace.clearance.simulator import manners, orders, receipts
from marketplace.clearance.simulator.documents import NotAccepted
from marketplace.clearance.simulator.envelope import Delivery, open_envelope, write_reply
from marketplace.clearance.simulator.orders import Order, OrderMessage
from marketplace.clearance.simulator.store import Store

RECEIVED: Final = "0"
_DUPLICATE: Final = "-301010 已存在相同编号的订单"
_WRONG_STATE: Final = "-301011 状态不符：没有可变更或删除的订单"


def receive(store: Store, xml: bytes, *, now_ms: int, step_ms: int) -> bytes:
    """Take one envelope in and return the answer (DxpRep).

    A message that is delivered again gets the answer of the first time and is kept once.

    Args:
        store: where it is kept.
        xml: the envelope as it came.
        now_ms: milliseconds since 1970.
        step_ms: milliseconds between two receipts of an order.

    Raises:
        NotAccepted: a broken or foreign envelope or message, or a guid that was used for another message.
    """
    delivery = open_envelope(xml)
    message = _read(delivery)
    digest = hashlib.sha256(delivery.data).hexdigest()
    with store.transaction() as connection:
        if (known := _known(connection, message.guid, digest)) is not None:
            return known
        reply = write_reply(code=RECEIVED, info="received", cop_msg_id=delivery.cop_msg_id)
        values = (message.guid, delivery.sender, digest, delivery.data, reply, now_ms)
        message_id = connection.execute(
            "INSERT INTO message (guid, sender, digest, data, reply, received_ms) VALUES (?, ?, ?, ?, ?, ?)", values
        ).lastrowid
        for order in message.orders:
            _book(connection, message_id, order, now_ms=now_ms, step_ms=step_ms)
    return reply


def _read(delivery: Delivery) -> OrderMessage:
    if delivery.msg_type != "CEB303Message":
        raise NotAccepted(code="unknown_type", info="this window takes CEB303Message only")
    message = orders.read_message(delivery.data)
    if message.dxp_id != delivery.sender:
        raise NotAccepted(code="wrong_sender", info="dxpId of the message is not the sender of the envelope")
    return message


def _known(connection: sqlite3.Connection, guid: str, digest: str) -> bytes | None:
    row = connection.execute("SELECT id, digest, reply FROM message WHERE guid = ?", (guid,)).fetchone()
    if row is None:
        return None
    if row["digest"] != digest:
        raise NotAccepted(code="guid_reused", info="this guid was used for a message with another content")
    connection.execute("UPDATE message SET deliveries = deliveries + 1 WHERE id = ?", (row["id"],))
    return bytes(row["reply"])


def _book(connection: sqlite3.Connection, message_id: int | None, order: Order, *, now_ms: int, step_ms: int) -> None:
    answer = connection.execute("SELECT id, kind FROM answer WHERE order_id IS NULL ORDER BY id").fetchone()
    rejection = None
    if not answer:
        sql = "SELECT id, reason FROM rejection WHERE order_id IS NULL ORDER BY id"
        rejection = connection.execute(sql).fetchone()
    reason = answer["kind"] if answer else rejection["reason"] if rejection else _reason(connection, order)
    values = (message_id, order.guid, order.platform, order.exporter, order.number, order.app_type)
    order_id = connection.execute(
        "INSERT INTO declared_order (message_id, guid, platform, exporter, number, app_type, outcome, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, _outcome(order, reason), reason),
    ).lastrowid
    if rejection:
        connection.execute("UPDATE rejection SET order_id = ? WHERE id = ?", (order_id, rejection["id"]))
    if answer:
        connection.execute("UPDATE answer SET order_id = ? WHERE id = ?", (order_id, answer["id"]))
    if order.app_type == "3" and order.is_declared and not reason:
        _withdraw(connection, order)
    way = receipts.steps(
        declared=order.is_declared,
        reason=reason,
        answer=answer["kind"] if answer else "",
        end=manners.read(connection).end,
    )
    rows = [
        (order_id, step.status, step.info, now_ms + step_ms * count, step.message_type)
        for count, step in enumerate(way, start=1)
    ]
    sql = "INSERT INTO step (order_id, status, info, due_ms, message_type) VALUES (?, ?, ?, ?, ?)"
    connection.executemany(sql, rows)


def _outcome(order: Order, reason: str) -> str:
    if reason:
        return "rejected"
    return "accepted" if order.is_declared else "saved"


def _reason(connection: sqlite3.Connection, order: Order) -> str:
    return _conflict(connection, order) or orders.fault(order)


def _conflict(connection: sqlite3.Connection, order: Order) -> str:
    seen = connection.execute("SELECT 1 FROM declared_order WHERE guid = ?", (order.guid,)).fetchone()
    if seen:
        return _DUPLICATE
    booked = connection.execute(
        "SELECT 1 FROM declared_order WHERE platform = ? AND number = ? AND outcome = 'accepted' AND app_type = '1'",
        (order.platform, order.number),
    ).fetchone()
    if order.app_type == "1":
        return _DUPLICATE if booked else ""
    return "" if booked else _WRONG_STATE


def _withdraw(connection: sqlite3.Connection, order: Order) -> None:
    connection.execute(
        "UPDATE declared_order SET outcome = 'withdrawn'"
        " WHERE platform = ? AND number = ? AND outcome = 'accepted' AND app_type = '1'",
        (order.platform, order.number),
    )
