"""``manage.py outbox_worker``: deliver the outbox until told to stop."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.outbox import registry
from marketplace.outbox.worker import work


class Command(BaseCommand):
    help = "Deliver outbox messages and do periodic work, one thread a lane, until SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--lane",
            action="append",
            dest="lanes",
            metavar="LANE",
            help=f"serve this lane alone (may be given several times; default: all). “{registry.HEAVY}” is the one "
            "for what burns the processor",
        )
        chosen.add_argument(
            "--except-lane",
            action="append",
            dest="others",
            metavar="LANE",
            help="serve all lanes but this one, which another process serves (may be given several times)",
        )
        parser.add_argument(
            "--nice", type=int, default=0, help="step back behind other programs by so much, 0 to 19 (default 0)"
        )
        parser.add_argument(
            "--grace",
            type=float,
            default=5.0,
            help="seconds to finish the messages at hand after a signal (default 5)",
        )

    def handle(
        self, *, lanes: list[str] | None, others: list[str] | None, nice: int, grace: float, **options: Any
    ) -> None:
        served = chosen_lanes(only=lanes or [], without=others or [])
        if nice:
            os.nice(nice)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("outbox worker: started")
        self.stdout.flush()
        is_clean = work(lanes=served, stop=stop, clock=timezone.now, grace=grace)
        self.stdout.write("outbox worker: stopped")
        # Nothing is left to be tidied up, and to take the dictionaries of the search apart would take seconds.
        gc.freeze()
        if not is_clean:
            # A lane still waits for somebody; its lease is freed by the next worker. Do not wait for its thread.
            sys.stdout.flush()
            os._exit(0)


def chosen_lanes(*, only: list[str], without: list[str]) -> list[str]:
    """Return the lanes to serve.

    Raises:
        CommandError: a name is no lane's, or nothing is left to serve.
    """
    known = registry.lanes()
    unknown = [lane for lane in [*only, *without] if lane not in known]
    if unknown:
        raise CommandError(f"No such lane: {', '.join(unknown)}. There are {', '.join(known)}.")
    served = [lane for lane in known if (lane in only if only else lane not in without)]
    if not served:
        raise CommandError("No lane is left to serve.")
    return served
