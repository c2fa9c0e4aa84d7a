"""``python -m marketplace.clearance.simulator``: start the window, stop it, or have it reject the next order."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sqlite3
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from marketplace.clearance.simulator.control import MAX_REASON, BadReason, answer_next, change_manner, reject_next
from marketplace.clearance.simulator.manners import ANSWERS, CHOICES
from marketplace.clearance.simulator.server import Window, in_url
from marketplace.clearance.simulator.store import Store

DEFAULT_SITE_PORT: Final = 8000


class CannotStart(Exception):
    """One line that says what is in the way and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    options = _parser().parse_args(argv)
    try:
        if options.stop:
            return _stop(options.host, options.port)
        if options.reject_next is not None:
            return _reject_next(options.data, options.reject_next)
        if options.answer_next is not None:
            answer_next(_store(options.data), options.answer_next)
            sys.stdout.write(f"The next order that arrives is answered so: {options.answer_next}.\n")
            return 0
        if options.manner is not None:
            manner = change_manner(_store(options.data), dict(options.manner))
            sys.stdout.write(" ".join(f"{name}={value}" for name, value in manner.items()) + "\n")
            return 0
        return _serve(options)
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    site_port, data = os.environ.get("PORT", ""), os.environ.get("DATA_DIR", "") or "var"
    parser = argparse.ArgumentParser(prog="python -m marketplace.clearance.simulator", description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST", "") or "127.0.0.1", help="default: HOST or 127.0.0.1")
    parser.add_argument(
        "--port",
        type=_port,
        default=(int(site_port) if site_port.isdigit() else DEFAULT_SITE_PORT) + 1,
        help="default: PORT + 1, or 8001",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(data) / "single-window",
        help="directory of its store; default: DATA_DIR/single-window, or var/single-window",
    )
    parser.add_argument(
        "--step-seconds",
        type=_seconds,
        default=os.environ.get("SINGLE_WINDOW_STEP_SECONDS", "") or "1",
        help="time between two receipts of an order; default: SINGLE_WINDOW_STEP_SECONDS or 1",
    )
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--stop", action="store_true", help="ask the window that listens on --host and --port to stop")
    act.add_argument("--answer-next", choices=ANSWERS, help="answer the next order that arrives so, once")
    act.add_argument(
        "--manner",
        metavar="NAME=VALUE",
        action="append",
        type=_manner,
        help="write receipts so from now on: " + ", ".join(f"{name}={'|'.join(CHOICES[name])}" for name in CHOICES),
    )
    act.add_argument("--reject-next", metavar="REASON", help="reject the next order that arrives, with this reason")
    return parser


def _manner(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if value not in CHOICES.get(name, ()):
        raise argparse.ArgumentTypeError("no such manner")
    return name, value


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65_535):  # noqa: PLR2004 - the last port there is
        raise argparse.ArgumentTypeError("a port is 0 to 65535")
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 86_400:  # noqa: PLR2004 - a day
        raise argparse.ArgumentTypeError("0 to 86400 seconds")
    return seconds


def _store(directory: Path) -> Store:
    try:
        return Store(directory)
    except (OSError, sqlite3.Error) as error:
        raise CannotStart(
            f"The single-window simulator cannot write to {directory} ({error}). Choose another with --data."
        ) from None


def _serve(options: argparse.Namespace) -> int:
    store = _store(options.data)
    try:
        window = Window((options.host, options.port), store=store, step_ms=round(options.step_seconds * 1000))
    except OSError as error:
        raise CannotStart(
            f"The single-window simulator cannot listen on {options.host}:{options.port} ({error.strerror})."
            " Stop what uses it or choose another port with --port."
        ) from None
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: window.stop())
    sys.stdout.write(f"Single-window simulator listens on {window.url} and keeps its store in {options.data}\n")
    sys.stdout.flush()
    with window:
        window.serve_forever(poll_interval=0.1)
    return 0


def _stop(host: str, port: int) -> int:
    request = urllib.request.Request(
        f"http://{in_url(host)}:{port}/control/stop",
        data=b"{}",
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=5) as answer:
            stopping = json.load(answer).get("status") == "stopping"
    except (OSError, ValueError) as error:
        raise CannotStart(f"No single-window simulator answers on {host}:{port} ({error}).") from None
    sys.stdout.write("The single-window simulator stops.\n" if stopping else "Something else answers there.\n")
    return 0 if stopping else 1


def _reject_next(directory: Path, reason: str) -> int:
    try:
        reject_next(_store(directory), reason)
    except BadReason:
        raise CannotStart(f"A reason is 1 to {MAX_REASON} printable characters.") from None
    sys.stdout.write("The next order that arrives is rejected.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
