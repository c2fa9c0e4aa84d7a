"""A wire to a server, or to none, that a test cuts, blocks and mends."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from urllib.parse import urlsplit


class Mood(Enum):
    PASSES = auto()  # to the server behind
    HANGS = auto()  # takes all and says nothing
    CLOSES = auto()  # takes all and hangs up
    BUSY = auto()  # says that it is unavailable
    BABBLES = auto()  # says what is no answer
    TRICKLES = auto()  # an answer that is begun and never ended
    SLOW = auto()  # passes, a third of a second later


_KIND = b"X-elastic-product: Elasticsearch\r\nContent-Type: application/json\r\n"
_HEAD = b"HTTP/1.1 %b\r\n" + _KIND + b"Content-Length: %d\r\n\r\n"
_END = b"\r\n\r\n"  # of a head
_SAYS = {
    Mood.BUSY: _HEAD % (b"503 Service Unavailable", 35) + b'{"error":{"type":"x"},"status":503}',
    Mood.BABBLES: b"\x16\x03\x01 nonsense\r\n\r\n",
    Mood.TRICKLES: _HEAD % (b"200 OK", 1_000_000) + b'{"took":',
}


class Wire:
    def __init__(self, server: str, listener: socket.socket) -> None:
        """``server``: the address that is passed on to."""
        parts = urlsplit(server)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 9200)
        self._listener = listener
        self._open: set[socket.socket] = set()
        self.mood = Mood.PASSES
        self.asked = 0  # how many requests have come
        port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(self._server) as server:
            self._open |= {client, server}
            threading.Thread(target=self._bring_back, args=(server, client), daemon=True).start()
            for request in _requests(client):
                self.asked += 1
                if not self._pass_on(request, client, server):
                    return

    def _pass_on(self, request: bytes, client: socket.socket, server: socket.socket) -> bool:
        """Do with a request what the mood says; return whether the connection goes on."""
        mood = self.mood
        if mood in _SAYS:
            client.sendall(_SAYS[mood])
        elif mood in {Mood.PASSES, Mood.SLOW}:
            time.sleep(0.35 if mood is Mood.SLOW else 0)
            server.sendall(request)
        return mood is not Mood.CLOSES

    @staticmethod
    def _bring_back(server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(65_536):
                client.sendall(piece)

    def close(self) -> None:
        """Cut everything."""
        self._listener.close()
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _requests(client: socket.socket) -> Iterator[bytes]:
    """Yield each request whole: an answer to every piece of one would be read as the answer to the next request."""
    held = b""
    while piece := client.recv(65_536):
        held += piece
        while (whole := _length(held)) and len(held) >= whole:
            yield held[:whole]
            held = held[whole:]


def _length(begun: bytes) -> int:
    """Return how many bytes the first request has, or 0 while its head is not yet here whole."""
    head, end, _ = begun.partition(_END)
    if not end:
        return 0
    said = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return len(head) + len(end) + (int(said[1]) if said else 0)


@contextmanager
def wire(server: str) -> Iterator[Wire]:
    """Lay a wire to a server."""
    laid = Wire(server, socket.create_server(("127.0.0.1", 0)))
    threading.Thread(target=laid.serve, daemon=True).start()
    try:
        yield laid
    finally:
        laid.close()
