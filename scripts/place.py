"""Where one instance of the market runs: its addresses and its folder."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scripts.environment import ROOT, Trouble

NEEDED_MEGABYTES = 100
HIGHEST_PORT = 65_534
MORE_SPACE = "Free some space, or set DATA_DIR to a folder elsewhere, and start again"
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - named here to be answered from, not listened on


@dataclass(frozen=True)
class Place:
    """``port`` is the web server's, ``port + 1`` the simulator's; ``data`` holds everything that is kept."""

    host: str
    port: int
    data: Path

    @property
    def near_host(self) -> str:
        """The host under which this machine itself reaches the servers, ready for an address."""
        host = WILDCARDS.get(self.host, self.host)
        return f"[{host}]" if ":" in host else host

    @property
    def site(self) -> str:
        return f"http://{self.near_host}:{self.port}"

    @property
    def single_window(self) -> str:
        return f"http://{self.near_host}:{self.port + 1}"

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The children's environment: what was given, completed by what this place decides."""
        names = [
            "localhost",
            "127.0.0.1",
            "[::1]",
            self.near_host,
            *(self._own_names() if self.host in WILDCARDS else ()),
        ]
        return {
            "ALLOWED_HOSTS": ",".join(dict.fromkeys(names)),
            "SITE_ADDRESS": self.site,
            "CLEARANCE_BASE_URL": self.single_window,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            **given,
            "HOST": self.host,
            "PORT": str(self.port),
            "DATA_DIR": str(self.data),
            "SECRET_KEY": given.get("SECRET_KEY") or secret(self.data / "secret-key"),
            "PYTHONUNBUFFERED": "1",
        }

    @staticmethod
    def _own_names() -> list[str]:
        name = socket.gethostname()
        try:
            return [name, *{str(found[4][0]) for found in socket.getaddrinfo(name, None, socket.AF_INET)}]
        except OSError:
            return [name]


def read(environ: Mapping[str, str]) -> Place:
    """Read ``HOST`` (127.0.0.1), ``PORT`` (8000) and ``DATA_DIR`` (``var/``).

    Raises:
        Trouble: the port is no port.
    """
    port = environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= HIGHEST_PORT):
        raise Trouble(
            f"PORT is {port!r}; it must be a number from 1 to {HIGHEST_PORT} (the simulator takes the next one)."
        )
    return Place(
        environ.get("HOST") or "127.0.0.1", int(port), Path(environ.get("DATA_DIR") or ROOT / "var").resolve()
    )


def claim(data: Path) -> IO[str]:
    """Make the data folder and keep it for this process; the lock lasts as long as the returned file is open.

    Raises:
        Trouble: not writable, full, or taken by a market that runs already.
    """
    try:
        for name in ("logs", "run", "stamps", "mail", "media"):
            (data / name).mkdir(parents=True, exist_ok=True)
        (data / "run" / "probe").write_bytes(bytes(65_536))
        (data / "run" / "probe").unlink()
        lock = (data / "run" / "market.pid").open("a+", encoding="ascii")
    except OSError as error:
        raise Trouble(_why_not(data, error)) from error
    try:
        _take(lock, data)
    except Trouble:
        lock.close()
        raise
    return lock


def _take(lock: IO[str], data: Path) -> None:
    free = shutil.disk_usage(data).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        raise Trouble(f"The disk is nearly full: {free} MB are free under {data}. {MORE_SPACE}.")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise Trouble(
            f"A market with this data folder runs already (process {lock.read().strip()}). Stop it first, or give "
            "this one a folder and a port of its own: DATA_DIR=... PORT=... scripts/run"
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def _why_not(data: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full: nothing more can be written to {data}. {MORE_SPACE}."
    return (
        f"The data folder {data} cannot be written ({error.strerror}). Set DATA_DIR to a folder that you may write to."
    )


def check_ports(place: Place) -> None:
    """See that both ports are free.

    Raises:
        Trouble: one is not, or the host is not an address of this machine.
    """
    for port, what in ((place.port, "the web server"), (place.port + 1, "the single-window simulator, PORT + 1")):
        try:
            family, _, _, _, address = socket.getaddrinfo(place.host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            raise Trouble(_why_no_port(place, port, what, error)) from error


def _why_no_port(place: Place, port: int, what: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {place.host} is in use; {what} needs it. Stop what uses it, or choose another: "
            f"PORT={place.port + 10} scripts/run"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights that you do not have; choose one above 1023: PORT=8000 scripts/run"
    return f"HOST={place.host} is not an address of this machine ({error.strerror}). Leave it out for 127.0.0.1."


def secret(path: Path) -> str:
    """The secret key of this instance: made once, readable by its owner alone."""
    if not path.exists():
        temporary = path.with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        temporary.replace(path)
    return path.read_text().strip()
