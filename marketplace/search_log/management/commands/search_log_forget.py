"""``manage.py search_log_forget``: delete old counts of searches; the outbox worker does so by itself every day."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.search_log.services import KEPT_DAYS, forget


class Command(BaseCommand):
    help = "Delete the counts of searches that are older than some days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help=f"how many are kept (default {KEPT_DAYS})")

    def handle(self, *, days: int, **options: Any) -> None:
        self.stdout.write(f"deleted {forget(before=timezone.localdate() - timedelta(days=days))}")
