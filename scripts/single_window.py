"""Stop, start or ask after the single-window simulator of the market that runs in ``DATA_DIR``."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Final

from scripts import place as places
from scripts.environment import Trouble
from scripts.place import Place

WAIT_SECONDS: Final = 20.0
SIGNALS: Final = {"start": signal.SIGUSR1, "stop": signal.SIGUSR2}


def main(arguments: list[str]) -> int:
    """``stop``, ``start`` or ``status``; the exit code of ``status`` is 3 when it is stopped."""
    if len(arguments) != 1 or arguments[0] not in {"start", "stop", "status"}:
        print("Usage: [PORT=…] [DATA_DIR=…] scripts/single-window stop|start|status", file=sys.stderr)
        return 2
    try:
        place = places.read(os.environ)
        if arguments[0] != "status":
            _switch(place, arguments[0])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    is_up = _is_listening(place)
    print(f"The single-window simulator at {place.single_window} is {'running' if is_up else 'stopped'}.")
    return 0 if is_up or arguments[0] == "stop" else 3


def _switch(place: Place, word: str) -> None:
    os.kill(market_process(place.data), SIGNALS[word])
    deadline = time.monotonic() + WAIT_SECONDS
    while _is_listening(place) != (word == "start"):
        if time.monotonic() > deadline:
            raise Trouble(f"The simulator did not {word}; see {place.data / 'logs' / 'single-window.log'}")
        time.sleep(0.1)


def market_process(data: Path) -> int:
    """The process of the market that runs in ``data``.

    Raises:
        Trouble: none does.
    """
    path = data / "run" / "market.pid"
    if path.exists():
        with path.open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read())
    raise Trouble(f"No market runs in {data}; start it with scripts/run (with the same PORT and DATA_DIR).")


def _is_listening(place: Place) -> bool:
    try:
        with socket.create_connection((place.near_host.strip("[]"), place.port + 1), timeout=2):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
