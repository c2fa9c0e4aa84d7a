"""A server under measurement: gunicorn as ``scripts/run`` starts it, and the CPU time that it used."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
_IDLE_SECONDS = 0.05  # of CPU time in a second


@contextmanager
def running(application: str, *, port: int, path: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Start gunicorn with ``application`` on loopback, wait until ``path`` answers, give its process id, stop it."""
    command = [sys.executable, "-m", "gunicorn", "-c", "scripts/web_server.py", "-b", f"127.0.0.1:{port}", application]
    # One address asks as often as it can, as nobody does: the limits are for people.
    given = {**os.environ, "LIMITS_ENABLED": "0", **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=given, start_new_session=True)
    try:
        _wait(port, path)
        _settle(process.pid)
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def cpu_seconds(parent: int) -> float:
    """Return user plus system time of ``parent`` and its children, in seconds (from ``/proc``)."""
    found = [fields for pid, fields in _processes() if pid == parent or int(fields[1]) == parent]
    return sum(int(fields[11]) + int(fields[12]) for fields in found) / TICKS


def children(parent: int) -> list[int]:
    """Return the process ids of the children of ``parent``, ascending."""
    return sorted(pid for pid, fields in _processes() if int(fields[1]) == parent)


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Give each process and what ``/proc/<pid>/stat`` says behind its name: state, parent …"""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                yield int(entry.name), (entry / "stat").read_text().rpartition(")")[2].split()


Answer = tuple[int, bytes, dict[str, str]]


def get(port: int, path: str, cookie: str = "") -> Answer:
    """Ask once. Return status, body and headers (lower case names)."""
    with asking(port, cookie) as ask:
        return ask(path)


@contextmanager
def asking(port: int, cookie: str = "") -> Iterator[Callable[[str], Answer]]:
    """Give what asks for one address after another over one connection, as wrk does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(path: str) -> Answer:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        response = connection.getresponse()
        body = response.read()
        return response.status, body, {name.lower(): value for name, value in response.getheaders()}

    try:
        yield ask
    finally:
        connection.close()


def _settle(parent: int) -> None:
    """Wait until the workers have warmed up: what they do by themselves is no request's cost."""
    before = -1.0
    for _ in range(120):
        now = cpu_seconds(parent)
        if now - before < _IDLE_SECONDS:
            return
        before = now
        time.sleep(1)
    raise TimeoutError("the server does not come to rest")


def _wait(port: int, path: str) -> None:
    for _ in range(300):
        with suppress(OSError):
            if get(port, path)[0] < HTTPStatus.INTERNAL_SERVER_ERROR:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
