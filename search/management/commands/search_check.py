"""Compare the search index with what it should hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.engines.base import EngineUnavailable

_MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Tell the difference between the database and the search index; with --repair, mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Bring what differs up to date.")

    def handle(self, *args: object, repair: bool, **options: Any) -> None:
        try:
            self._check(repair=repair)
        except EngineUnavailable as reason:
            raise CommandError(f"The index cannot be read or written now: {reason}") from reason

    def _check(self, *, repair: bool) -> None:
        found = indexing.compare()
        for name, ids in (("missing", found.missing), ("outdated", found.outdated), ("left over", found.left_over)):
            shown = ", ".join(sorted(ids)[:_MOST_SHOWN])
            self.stdout.write(f"{name}: {len(ids)}{' (' + shown + ')' if ids else ''}")
        if found.is_clean:
            self.stdout.write("The index holds what the database holds.")
        elif repair:
            self.stdout.write(f"Repaired {indexing.repair(found)} documents.")
        else:
            raise CommandError("The index differs from the database; run again with --repair.")
