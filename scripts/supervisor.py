"""Start the parts of the market, start again what falls, and stop it all, grandchildren included."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

GRACE_SECONDS: Final = 10.0
TICK_SECONDS: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 30.0
PR_SET_PDEATHSIG: Final = 1
NOTHING: Final = 0
LOG_LIMIT_BYTES: Final = 10_000_000


@dataclass
class Part:
    """One program of the market, in a process group of its own."""

    name: str
    command: Sequence[str]
    log: Path
    is_restarted: bool = True
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    due_at: float = 0.0  # time.monotonic() from which it may be started again
    is_wanted: bool = True
    started_at: float = field(default=0.0)

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in its own process group; it is told to stop if this process dies without a word."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509 - this process has one thread
            )
        self.started_at = time.monotonic()

    def tell(self, number: int) -> bool:
        """Send a signal to the whole group; False when nobody is left in it. ``NOTHING`` only asks."""
        if self.process is None:
            return False
        self.process.poll()
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):  # the latter: only a zombie is left, on some systems
            return False
        return True


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """On Linux: ask the kernel for SIGTERM when the supervisor is killed with -9."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


class Supervisor:
    """Keeps the parts up until it is told to stop.

    SIGINT, SIGTERM, SIGHUP: stop everything. SIGUSR1 and SIGUSR2: start and stop the parts that are not restarted.
    """

    def __init__(self, parts: Sequence[Part], environment: Mapping[str, str]) -> None:
        self.parts = parts
        self.environment = environment
        self._stopping = False
        self._asked: list[bool] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGUSR1, lambda *_: self._asked.append(True))
        signal.signal(signal.SIGUSR2, lambda *_: self._asked.append(False))

    @property
    def is_stopping(self) -> bool:
        return self._stopping

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def start(self) -> None:
        for part in self.parts:
            part.start(self.environment)

    def watch(self, *, until: Callable[[], bool]) -> bool:
        """Keep the parts up until ``until()`` holds (True) or a stop is asked for (False)."""
        while not self._stopping:
            while self._asked:
                self._switch(on=self._asked.pop(0))
            for part in self.parts:
                self._look_after(part)
            if until():
                return True
            time.sleep(TICK_SECONDS)
        return False

    def stop(self, parts: Sequence[Part] | None = None) -> None:
        """SIGTERM to every group, SIGKILL to what is left of it after ``GRACE_SECONDS``."""
        parts = self.parts if parts is None else parts
        deadline = time.monotonic() + GRACE_SECONDS
        for part in parts:
            part.tell(signal.SIGTERM)
        while any(part.tell(NOTHING) for part in parts) and time.monotonic() < deadline:
            if not any(part.is_up for part in parts):
                deadline = min(deadline, time.monotonic() + 2)  # what the leaders left behind gets two seconds
            time.sleep(TICK_SECONDS)
        for part in parts:
            part.tell(signal.SIGKILL)
            if part.process is not None:
                part.process.wait()
                part.process = None

    def _switch(self, *, on: bool) -> None:
        for part in self.parts:
            if part.is_restarted:
                continue
            part.is_wanted = on
            if on and not part.is_up:
                part.start(self.environment)
            elif not on:
                self.stop([part])
            print(f"The {part.name} is {'started' if on else 'stopped'}.", flush=True)

    def _look_after(self, part: Part) -> None:
        now = time.monotonic()
        if part.process is None:
            if part.is_wanted and part.is_restarted and now >= part.due_at:
                part.start(self.environment)
            return
        if part.is_up:
            return
        code = part.process.returncode
        part.tell(signal.SIGKILL)  # what it may have left of its own children
        part.process = None
        if not part.is_restarted:
            part.is_wanted = False
            print(
                f"The {part.name} stopped (exit {code}); start it again with: scripts/single-window start", flush=True
            )
            return
        part.falls = part.falls + 1 if now - part.started_at < LONGEST_PAUSE_SECONDS else 1
        pause = min(LONGEST_PAUSE_SECONDS, 2.0 ** (part.falls - 1))
        part.due_at = now + pause
        print(
            f"The {part.name} stopped (exit {code}, see {part.log}); it is started again in {pause:.0f} s.", flush=True
        )
