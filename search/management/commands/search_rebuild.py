"""Build the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.documents import count_documents
from search.engines.base import EngineUnavailable
from search.management.progress import Bar


class Command(BaseCommand):
    help = "Write everything that can be found into a new index and switch to it; visitors search on meanwhile."

    def handle(self, *args: object, **options: Any) -> None:
        self.stdout.ending = ""
        bar = Bar(self.stdout, title="search index", total=count_documents())
        try:
            count = indexing.rebuild(progress=bar.show)
        except EngineUnavailable as reason:
            raise CommandError(f"The index was not rebuilt: {reason}") from reason
        bar.end(f"{count} documents")
