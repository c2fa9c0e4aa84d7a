"""``manage.py outbox_worker``: deliver the outbox until told to stop."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.outbox.worker import work


class Command(BaseCommand):
    help = "Deliver outbox messages, one thread a lane, until SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--grace",
            type=float,
            default=5.0,
            help="seconds to finish the messages at hand after a signal (default 5)",
        )

    def handle(self, *, grace: float, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("outbox worker: started")
        self.stdout.flush()
        is_clean = work(stop=stop, clock=timezone.now, grace=grace)
        self.stdout.write("outbox worker: stopped")
        # Nothing is left to be tidied up, and to take the dictionaries of the search apart would take seconds.
        gc.freeze()
        if not is_clean:
            # A lane still waits for somebody; its lease is freed by the next worker. Do not wait for its thread.
            sys.stdout.flush()
            os._exit(0)
