"""The way to the single window: HTTP, without redirects, within a time that bounds the whole call.

The platform itself speaks AS2, AS3, MQ, JMS and AMQP; local single windows put HTTP before it, as the simulator does.
What is to be tried again and what is not is told apart here, once, by the class of the error.
"""

from __future__ import annotations

import binascii
import json
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from marketplace.clearance.messages.dxp import parse_reply
from marketplace.clearance.messages.errors import MessageRefused

RECEIVED: Final = "0"
MAX_ANSWER_BYTES: Final = 20_000_000
_SERVER_ERRORS: Final = 500
_TRY_AGAIN: Final = frozenset({408, 425, 429})
_LAST_CURSOR: Final = 2**63 - 1
_HEADERS: Final = {"Content-Type": "application/xml; charset=utf-8", "Connection": "close"}


class TransportError(Exception):
    """The window did not take it. ``code`` is stable, ``reason`` is for an operator."""

    def __init__(self, *, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


class Unreachable(TransportError):
    """Nobody answered in time. Try again."""


class Temporary(TransportError):
    """Somebody answered, but not the window's yes or no. Try again."""


class Refused(TransportError):
    """The window said no to this message; sending the same again is pointless."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The window has the message on its disk."""

    cop_msg_id: str
    code: str
    info: str


@dataclass(frozen=True, slots=True)
class ReceiptEnvelope:
    """One receipt in its envelope (DxpMsg), and the cursor to ask for the ones after it."""

    cursor: int
    envelope: bytes


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes


def send(envelope: bytes, *, base_url: str, timeout: float) -> Acknowledgement:
    """Hand an envelope over. Sending the same bytes twice is harmless: the window keeps a message once.

    Args:
        envelope: as `messages.dxp.build` wrote it.
        base_url: the window's address, ``http(s)://host[:port][/prefix]``.
        timeout: seconds for the whole call; a lease on the message must last longer.

    Raises:
        Unreachable, Temporary: try again later.
        Refused: the window says no, and why.
    """
    answer = _call("POST", base_url, "/dxp", timeout=timeout, body=envelope)
    try:
        reply = parse_reply(answer.body)
    except MessageRefused:
        # A proxy's error page, another program on the port: not the window's word, so not the message's end.
        raise Temporary(code=f"http_{answer.status}", reason="the answer is not the single window's") from None
    if _is_ok(answer.status) and reply.code == RECEIVED:
        return Acknowledgement(cop_msg_id=reply.cop_msg_id, code=reply.code, info=reply.info)
    if answer.status in _TRY_AGAIN or answer.status >= _SERVER_ERRORS:
        raise Temporary(code=reply.code, reason=reply.info)
    raise Refused(code=reply.code, reason=reply.info)


def poll_receipts(
    *, base_url: str, sender: str, after: int, timeout: float, limit: int = 100
) -> list[ReceiptEnvelope]:
    """Ask for the receipts that came after a cursor, oldest first.

    Args:
        base_url: the window's address.
        sender: our DXP id, whose receipts are wanted.
        after: the last cursor seen, 0 at the beginning.
        timeout: seconds for the whole call.
        limit: at most so many; ask again with the last cursor for the rest.

    Raises:
        Unreachable, Temporary: ask again later.
    """
    query = urlencode({"sender": sender, "after": after, "limit": limit})
    answer = _call("GET", base_url, f"/receipts?{query}", timeout=timeout)
    if not _is_ok(answer.status):
        raise Temporary(code=f"http_{answer.status}", reason="the single window did not hand out its receipts")
    try:
        return [_receipt(item) for item in json.loads(answer.body)["receipts"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Temporary(code="bad_answer", reason="the answer is not the single window's") from None


def _is_ok(status: int) -> bool:
    return status == 200  # noqa: PLR2004 - OK


def _receipt(item: Any) -> ReceiptEnvelope:
    cursor = item["cursor"]
    if type(cursor) is not int or not 1 <= cursor <= _LAST_CURSOR:
        raise ValueError("cursor")
    try:
        return ReceiptEnvelope(cursor=cursor, envelope=b64decode(item["envelope"], validate=True))
    except binascii.Error:
        raise ValueError("envelope") from None


def _call(method: str, base_url: str, path: str, *, timeout: float, body: bytes | None = None) -> _Answer:
    started = time.monotonic()
    connection, prefix = _connection(base_url, timeout)
    with closing(connection):
        try:
            connection.connect()
            with _bounded(connection, timeout - (time.monotonic() - started)):
                connection.request(method, prefix + path, body=body, headers=_HEADERS)
                response = connection.getresponse()
                answer = response.read(MAX_ANSWER_BYTES + 1)
        except (OSError, HTTPException) as error:
            raise Unreachable(code="unreachable", reason=f"{type(error).__name__}: {error}"[:200]) from error
    if len(answer) > MAX_ANSWER_BYTES:
        raise Temporary(code="bad_answer", reason="the answer is too long")
    return _Answer(status=response.status, body=answer)


def _connection(base_url: str, timeout: float) -> tuple[HTTPConnection, str]:
    try:
        parts = urlsplit(base_url)
        kind = {"http": HTTPConnection, "https": HTTPSConnection}[parts.scheme]
        return kind(parts.hostname or "", parts.port, timeout=timeout), parts.path.rstrip("/")
    except (KeyError, ValueError, HTTPException):
        raise Temporary(code="bad_address", reason="the single window's address is no http(s) address") from None


@contextmanager
def _bounded(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    # The socket's own time-out counts from byte to byte; an answer that drips would never end.
    watchdog = threading.Timer(max(seconds, 0.001), _hang_up, [connection.sock])
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):  # closed already
        connected.shutdown(socket.SHUT_RDWR)
