"""The window's counter: HTTP on one address, stopped within a second."""

from __future__ import annotations

import json
import logging
import socket
import socketserver
import sqlite3
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread, Timer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from marketplace.clearance.simulator import control
from marketplace.clearance.simulator.clock import now_ms
from marketplace.clearance.simulator.documents import NotAccepted
from marketplace.clearance.simulator.envelope import write_reply
from marketplace.clearance.simulator.intake import receive
from marketplace.clearance.simulator.manners import ANSWERS, CHOICES, BadManner
from marketplace.clearance.simulator.outgoing import MAX_PAGE, receipts_after
from marketplace.clearance.simulator.store import Store

MAX_BODY: Final = 1_500_000
MAX_DRAINED: Final = 20_000_000
_CURSOR_DIGITS: Final = 18
ADDRESSES: Final = (
    "POST /dxp",
    "GET /receipts?sender=&after=&limit=",
    "GET /health",
    "GET /control/messages",
    "POST /control/reject-next",
    "POST /control/answer-next",
    "POST /control/manner",
    "POST /control/advance",
    "POST /control/stop",
)
log: Final = logging.getLogger("single_window")


@dataclass(frozen=True, slots=True)
class Answer:
    status: HTTPStatus
    body: bytes
    content_type: str = "application/xml; charset=utf-8"


class BadRequest(Exception):
    """The request is not one the window understands; the text says what is wrong."""

    def __init__(self, info: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(info)
        self.info, self.status = info, status


class Window(ThreadingHTTPServer):
    """Listens as soon as it is made; ``stop`` ends ``serve_forever`` from any thread."""

    request_queue_size = 128  # with the usual five, a burst of deliveries finds the door shut
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], *, store: Store, step_ms: int) -> None:
        """Bind the address.

        Raises:
            OSError: the port is taken, or the address is none of this machine.
        """
        self.store, self.step_ms = store, step_ms
        self.address_family = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0][0]
        super().__init__(address, Counter)

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for its own name here, which takes seconds on a machine without a network.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{in_url(self.server_name)}:{self.server_port}"

    def stop(self) -> None:
        Thread(target=self.shutdown, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        if isinstance(error := sys.exception(), OSError):
            log.info("%s went away: %s", client_address[0], type(error).__name__)
        else:
            super().handle_error(request, client_address)


class Counter(BaseHTTPRequestHandler):
    """One request: read it whole, answer it whole, close."""

    server: Window
    timeout = 20
    server_version = "SingleWindowSimulator/1"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(
            {
                "/": self._addresses,
                "/health": self._health,
                "/receipts": self._receipts,
                "/control/messages": self._messages,
            }
        )

    def do_POST(self) -> None:
        self._answer(
            {
                "/dxp": self._dxp,
                "/control/reject-next": self._reject_next,
                "/control/answer-next": self._answer_next,
                "/control/manner": self._manner,
                "/control/advance": self._advance,
                "/control/stop": self._stop,
            }
        )

    def _answer(self, routes: Mapping[str, Callable[[bytes], Answer]]) -> None:
        try:
            body = self._body()
            route = routes.get(urlsplit(self.path).path)
            answer = route(body) if route else _json({"error": "no such address"}, HTTPStatus.NOT_FOUND)
        except BadRequest as error:
            answer = _json({"error": error.info}, error.status)
        except NotAccepted as error:
            answer = _refusal(error)
        except sqlite3.Error:
            log.exception("the store did not answer")
            answer = _json({"error": "the store did not answer, try again"}, HTTPStatus.SERVICE_UNAVAILABLE)
        self._send(answer)

    def _body(self) -> bytes:
        if self.command == "GET":
            return b""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) <= _CURSOR_DIGITS):
            raise BadRequest("Content-Length is missing", HTTPStatus.LENGTH_REQUIRED)
        if int(length) > MAX_BODY:
            self._drain(int(length))
            raise NotAccepted(code="too_large", info=f"over {MAX_BODY} bytes")
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            raise BadRequest("the body is shorter than announced")
        return body

    def _drain(self, length: int) -> None:
        # Read and dropped: a client that is still writing would see a reset connection instead of the answer.
        left = min(length, MAX_DRAINED)
        while left > 0 and (chunk := self.rfile.read(min(left, 65_536))):
            left -= len(chunk)

    def _dxp(self, body: bytes) -> Answer:
        reply = receive(self.server.store, body, now_ms=now_ms(), step_ms=self.server.step_ms)
        return Answer(HTTPStatus.OK, reply)

    def _receipts(self, _body: bytes) -> Answer:
        query = parse_qs(urlsplit(self.path).query)
        sender = query.get("sender", [""])[0]
        if not sender:
            raise BadRequest("sender is missing")
        limit = min(max(_number(query, "limit", 100), 1), MAX_PAGE)
        page = receipts_after(
            self.server.store, receiver=sender, after=_number(query, "after", 0), limit=limit, now_ms=now_ms()
        )
        found = [{"cursor": cursor, "envelope": b64encode(xml).decode("ascii")} for cursor, xml in page.receipts]
        return _json({"receipts": found, "more": page.more})

    def _addresses(self, _body: bytes) -> Answer:
        return _json({"addresses": ADDRESSES})

    def _health(self, _body: bytes) -> Answer:
        return _json({"status": "ok", **control.counts(self.server.store)})

    def _messages(self, _body: bytes) -> Answer:
        return _json(control.overview(self.server.store))

    def _reject_next(self, body: bytes) -> Answer:
        reason = self._posted(body).get("reason")
        try:
            control.reject_next(self.server.store, reason if isinstance(reason, str) else "")
        except control.BadReason:
            raise BadRequest(f"reason: 1 to {control.MAX_REASON} printable characters") from None
        return _json({"reject_next": reason})

    def _answer_next(self, body: bytes) -> Answer:
        kind = self._posted(body).get("as")
        try:
            control.answer_next(self.server.store, kind if isinstance(kind, str) else "")
        except BadManner:
            raise BadRequest(f"as: one of {', '.join(ANSWERS)}") from None
        return _json({"answer_next": kind})

    def _manner(self, body: bytes) -> Answer:
        try:
            return _json({"manner": control.change_manner(self.server.store, self._posted(body))})
        except BadManner:
            known = "; ".join(f"{name}: {', '.join(values)}" for name, values in CHOICES.items())
            raise BadRequest(known) from None

    def _advance(self, body: bytes) -> Answer:
        self._posted(body)
        return _json({"receipts_due": control.advance(self.server.store, now_ms=now_ms())})

    def _stop(self, body: bytes) -> Answer:
        self._posted(body)
        Timer(0.05, self.server.stop).start()  # the answer first
        return _json({"status": "stopping"})

    def _posted(self, body: bytes) -> dict[str, Any]:
        # A page in somebody's browser cannot send this type to another origin without asking first.
        if self.headers.get_content_type() != "application/json":
            raise BadRequest("Content-Type must be application/json", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            posted = json.loads(body or b"{}")
        except (ValueError, RecursionError):
            raise BadRequest("the body is no JSON") from None
        if not isinstance(posted, dict):
            raise BadRequest("the body is no JSON object")
        return posted

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if self.command != "GET":  # the market asks for receipts every second or so
            super().log_request(code, size)

    def log_message(self, format: str, *args: Any) -> None:
        log.info("%s %s", self.address_string(), (format % args).translate(_CONTROLS))


_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160)), "?")


def in_url(host: str) -> str:
    """Return a host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def _number(query: Mapping[str, list[str]], name: str, default: int) -> int:
    text = query.get(name, [str(default)])[0]
    if not (text.isascii() and text.isdigit() and len(text) <= _CURSOR_DIGITS):
        raise BadRequest(f"{name} is no number")
    return int(text)


def _refusal(error: NotAccepted) -> Answer:
    status = {"guid_reused": HTTPStatus.CONFLICT, "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
    reply = write_reply(code=error.code, info=error.info, cop_msg_id="")
    return Answer(status.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY), reply)


def _json(value: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Answer:
    body = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return Answer(status, body + b"\n", "application/json; charset=utf-8")
