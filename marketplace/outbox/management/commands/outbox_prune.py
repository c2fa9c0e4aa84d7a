"""``manage.py outbox_prune``: forget messages that were done long ago."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.outbox.services import prune


class Command(BaseCommand):
    help = "Delete outbox messages that were done or skipped long ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="how old they must be (default 30)")

    def handle(self, *, days: int, **options: Any) -> None:
        self.stdout.write(f"deleted {prune(before=timezone.now() - timedelta(days=days))}")
