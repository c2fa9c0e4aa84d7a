"""The worker: a process, one thread a lane that it serves, each with its own database connection."""

from __future__ import annotations

import hashlib
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import Error as DatabaseError
from django.db import connection

from marketplace.outbox import registry
from marketplace.outbox.selectors import lanes_with_work
from marketplace.outbox.services.claim import adopt_strays, release_leases_of_the_dead, worker_name
from marketplace.outbox.services.delivery import deliver_next
from marketplace.outbox.services.schedule import bring_schedule_in_line, run_due
from marketplace.outbox.services.upkeep import beat

logger = logging.getLogger(__name__)

# How often an idle worker asks, once for all lanes, whether there is work.
ASK_SECONDS: Final = 0.25
BEAT_SECONDS: Final = 5.0
# After a database error: it restarts, or another program holds SQLite for long.
PAUSE_SECONDS: Final = 1.0

Clock = Callable[[], datetime]


@dataclass(slots=True)
class LaneWorker:
    """Delivers the messages of one lane and does its periodic work as the schedule says, until ``stop`` is set.

    ``wake``: rung when the lane has work, so that an idle lane need not ask for itself.
    """

    lane: str
    worker: str
    clock: Clock
    stop: threading.Event
    wake: threading.Event
    _beat_due: float = 0.0

    def run(self) -> None:
        """Work until told to stop; a database that is away for a while ends nothing."""
        try:
            self._begin()
            while not self.stop.is_set():
                self._turn()
        finally:
            connection.close()

    def _begin(self) -> None:
        for start in registry.starts(self.lane):
            try:
                start()
            except Exception:
                logger.exception("The %s lane begins without what it wanted", self.lane)

    def _turn(self) -> None:
        self.wake.clear()
        try:
            self._beat()
            run_due(lane=self.lane, worker=self.worker, clock=self.clock)
            taken = deliver_next(lane=self.lane, worker=self.worker, clock=self.clock)
        except DatabaseError as error:
            _lost_database(self.lane, error, stop=self.stop)
            return
        if not taken and not self.stop.is_set():
            self.wake.wait(max(0.0, self._beat_due - time.monotonic()))

    def _beat(self) -> None:
        if time.monotonic() >= self._beat_due:
            beat(lane=self.lane, worker=self.worker, now=self.clock())
            self._beat_due = time.monotonic() + BEAT_SECONDS


def work(*, lanes: Sequence[str], stop: threading.Event, clock: Clock, grace: float) -> bool:
    """Deliver in ``lanes`` until ``stop`` is set.

    Args:
        lanes: which this process serves; other processes serve the others.
        stop: set by a signal.
        clock: gives the present instant, aware UTC.
        grace: seconds that the messages at hand have to be finished after that; what is not, another worker takes up.
    Returns:
        Whether every lane finished in time.
    """
    host = host_name()
    freed = release_leases_of_the_dead(host=host, is_running=is_running, now=clock())
    strays = adopt_strays()
    bring_schedule_in_line(now=clock())
    logger.info("Outbox worker serves %s; freed %s leases, adopted %s strays", ", ".join(lanes), freed, strays)
    wakes = {lane: threading.Event() for lane in lanes}
    threads = [_start(lane, host=host, clock=clock, stop=stop, wake=wake) for lane, wake in wakes.items()]
    ring_until_stopped(wakes, stop=stop, clock=clock)
    connection.close()
    end = time.monotonic() + grace
    for wake in wakes.values():
        wake.set()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return not any(thread.is_alive() for thread in threads)


def ring_until_stopped(wakes: Mapping[str, threading.Event], *, stop: threading.Event, clock: Clock) -> None:
    """Wake each lane that has work, four times a second, until ``stop`` is set."""
    while not stop.wait(ASK_SECONDS):
        try:
            for lane in lanes_with_work(list(wakes), now=clock()):
                wakes[lane].set()
        except DatabaseError as error:
            _lost_database("waking", error, stop=stop)


def _lost_database(who: str, error: DatabaseError, *, stop: threading.Event) -> None:
    logger.warning("The %s lane lost its database", who, exc_info=error)
    connection.close()
    stop.wait(PAUSE_SECONDS)


def _start(lane: str, *, host: str, clock: Clock, stop: threading.Event, wake: threading.Event) -> threading.Thread:
    name = worker_name(host=host, process_id=os.getpid(), lane=lane)
    worker = LaneWorker(lane=lane, worker=name, clock=clock, stop=stop, wake=wake)
    thread = threading.Thread(target=worker.run, name=f"outbox-{lane}", daemon=True)
    thread.start()
    return thread


def host_name() -> str:
    """Return a name for this machine since it was last started: a process id means nothing on another one."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    identity = f"{socket.gethostname()} {boot.read_text() if boot.exists() else ''}"
    return hashlib.blake2b(identity.encode(), digest_size=8).hexdigest()


def is_running(process_id: int) -> bool:
    """Tell whether a process of this machine has that id."""
    if process_id <= 0 or process_id == os.getpid():
        return False
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
