"""Compare the search index with what it should hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing

_MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Tell the difference between the database and the search index; with --repair, mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Bring what differs up to date.")

    def handle(self, *args: object, repair: bool, **options: Any) -> None:
        found = indexing.compare()
        for name, ids in (("missing", found.missing), ("outdated", found.outdated), ("left over", found.left_over)):
            shown = ", ".join(sorted(ids)[:_MOST_SHOWN])
            self.stdout.write(f"{name}: {len(ids)}{' (' + shown + ')' if ids else ''}")
        if found.is_clean:
            self.stdout.write("The index holds what the database holds.")
        elif repair:
            indexing.upsert(found.ids)
            self.stdout.write(f"Repaired {len(found.ids)} documents.")
        else:
            raise CommandError("The index differs from the database; run again with --repair.")
