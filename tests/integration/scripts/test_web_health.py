"""The health check of the web server's container."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scripts import web_health

seen: list[tuple[str, str, str]] = []


@contextmanager
def server(status: int) -> Iterator[tuple[str, int]]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b'{"status": "so so"}')

        log_message: Callable[..., None] = lambda *_: None

    with HTTPServer(("127.0.0.1", 0), Answer) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield ("127.0.0.1", httpd.server_port)
        httpd.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (301, 1), (400, 1)])
def test_only_a_ready_server_is_healthy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int, code: int
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", ".market.example,other.example")
    with server(status) as address:
        assert web_health.main(address) == code
    assert seen[-1] == ("/health/ready", "market.example", "https")
    assert (str(status) in capsys.readouterr().err) is (code == 1)


def test_a_server_that_is_not_there_is_not_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert web_health.main(free.getsockname()) == 1
    assert "no answer" in capsys.readouterr().err
