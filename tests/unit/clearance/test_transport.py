"""Which answers mean "try again" and which mean "never", told by servers that behave badly on purpose."""

from __future__ import annotations

import json
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from marketplace.clearance import transport
from marketplace.clearance.simulator.envelope import write_reply
from tests.ports import free_port

OK = write_reply(code="0", info="received", cop_msg_id="X")
SOON = 5.0  # seconds: much longer than it takes on a busy machine, much less than the servers below would take
NO = write_reply(code="bad_message", info="orderNo is missing", cop_msg_id="")


def http(status: str, body: bytes, *headers: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])
    return f"{head}\r\n\r\n".encode() + body


@contextmanager
def server(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """One that takes connections and does with each what it is told."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        behave(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=10)


def answering(answer: bytes) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        received = b""
        # A POST ends with its body, a GET with its head: the answer comes when the question is complete.
        while not received.endswith(b"<a/>" if received.startswith(b"POST") else b"\r\n\r\n"):
            received += connection.recv(65_536)
        connection.sendall(answer)

    return behave


def sent(answer: bytes) -> transport.Acknowledgement:
    with server(answering(answer)) as url:
        return transport.send(b"<a/>", base_url=url, timeout=5)


def polled(answer: bytes) -> list[transport.ReceiptEnvelope]:
    with server(answering(answer)) as url:
        return transport.poll_receipts(base_url=url, sender="D", after=0, timeout=5)


def test_a_yes_is_an_acknowledgement() -> None:
    assert sent(http("200 OK", OK)) == transport.Acknowledgement(cop_msg_id="X", code="0", info="received")


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "409 Conflict", "422 Unprocessable"])
def test_a_no_of_the_window_is_final_and_says_why(status: str) -> None:
    with pytest.raises(transport.Refused) as caught:
        sent(http(status, NO))
    assert (caught.value.code, caught.value.reason) == ("bad_message", "orderNo is missing")


@pytest.mark.parametrize(
    "answer",
    [
        http("500 Oops", b"<html>"),
        http("503 Busy", NO),
        http("429 Slow down", NO),
        http("408 Late", NO),
        http("404 Not Found", b"<html>another program on this port</html>"),
        http("413 Too Large", b"proxy says no"),
        http("200 OK", b"<html>please sign in to this network</html>"),
        http("200 OK", b""),
        http("201 Created", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        http("500 Oops", OK),
    ],
)
def test_anything_but_the_windows_own_word_is_tried_again(answer: bytes) -> None:
    with pytest.raises(transport.Temporary):
        sent(answer)


def test_a_redirect_is_not_followed() -> None:
    with server(answering(http("200 OK", OK))) as elsewhere, pytest.raises(transport.Temporary):
        sent(http("307 Moved", b"", f"Location: {elsewhere}/dxp"))


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort"])
def test_a_connection_that_breaks_off_is_tried_again(answer: bytes) -> None:
    with pytest.raises((transport.Unreachable, transport.Temporary)):
        sent(answer)


def test_nobody_at_the_address_is_tried_again() -> None:
    with pytest.raises(transport.Unreachable):
        transport.send(b"<a/>", base_url=f"http://127.0.0.1:{free_port()}", timeout=5)


def wait_until_it_hangs_up(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    with server(wait_until_it_hangs_up) as url:
        started = time.monotonic()
        with pytest.raises(transport.Unreachable):
            transport.send(b"<a/>", base_url=url, timeout=0.3)
        assert time.monotonic() - started < SOON


def test_an_answer_that_drips_is_cut_off_in_time() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(400):
            connection.sendall(b" ")
            time.sleep(0.05)

    with server(drip) as url:
        started = time.monotonic()
        with pytest.raises(transport.TransportError):
            transport.send(b"<a/>", base_url=url, timeout=0.4)
        assert time.monotonic() - started < SOON


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8001", "ftp://127.0.0.1", "file:///etc/passwd", "http://[", "http://h:x"]
)
def test_an_address_that_is_none_loses_no_message(url: str) -> None:
    with pytest.raises(transport.Temporary) as caught:
        transport.send(b"<a/>", base_url=url, timeout=1)
    assert caught.value.code == "bad_address"


def test_receipts_come_with_their_cursors() -> None:
    item = {"cursor": 7, "envelope": b64encode(b"<x/>").decode()}
    body = json.dumps({"receipts": [item], "more": False}).encode()
    assert polled(http("200 OK", body)) == [transport.ReceiptEnvelope(cursor=7, envelope=b"<x/>")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"receipts": 1}',
        b'{"receipts": [1]}',
        b'{"receipts": [{"cursor": 1}]}',
        b'{"receipts": [{"cursor": "1", "envelope": ""}]}',
        b'{"receipts": [{"cursor": true, "envelope": ""}]}',
        b'{"receipts": [{"cursor": -1, "envelope": ""}]}',
        b'{"receipts": [{"cursor": 9223372036854775808, "envelope": ""}]}',
        b'{"receipts": [{"cursor": 1, "envelope": "*"}]}',
        b'{"receipts": [{"cursor": 1, "envelope": 5}]}',
        '{"receipts": [{"cursor": 1, "envelope": "é"}]}'.encode(),
        b"\xff\xfe",
    ],
)
def test_an_answer_that_holds_no_receipts_is_asked_for_again(body: bytes) -> None:
    with pytest.raises(transport.Temporary):
        polled(http("200 OK", body))


def test_an_error_instead_of_receipts_is_asked_for_again() -> None:
    with pytest.raises(transport.Temporary):
        polled(http("500 Oops", b'{"receipts": []}'))
