"""Build the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = "Write everything that can be found into a new index and switch to it; visitors search on meanwhile."

    def handle(self, *args: object, **options: Any) -> None:
        try:
            count = indexing.rebuild(progress=self._show)
        except EngineUnavailable as reason:
            raise CommandError(f"The index was not rebuilt: {reason}") from reason
        self.stdout.write(f"\rsearch index: {count} documents")

    def _show(self, count: int) -> None:
        self.stdout.write(f"\rsearch index: {count} …", ending="")
        self.stdout.flush()
