"""``manage.py evaluate_search``: how good the answers are, on the judged queries of search/evaluation/data."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.documents import SearchDocument, iter_documents
from search.engines.base import SearchEngine
from search.evaluation.floors import Floors
from search.evaluation.judgements import HALVES, halves, judged_queries
from search.evaluation.measure import outcomes, rows
from search.evaluation.neighbours import neighbours
from search.evaluation.tables import empty, missed, table
from search.evaluation.temporary import ENGINES, temporary_engine


class Command(BaseCommand):
    help = "Measure the search on judged queries, in an index of its own; fails below the floors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", action="append", choices=ENGINES, help="may be repeated; default embedded")
        parser.add_argument("--half", choices=(*HALVES, "both"), default="both", help="which queries; default both")
        parser.add_argument("--goods", type=int, default=10_000, help="made-up goods to find them among")
        parser.add_argument("--misses", action="store_true", help="also list the queries that were answered wrong")
        for name, value in Floors.defaults().items():
            parser.add_argument(f"--floor-{name}", type=float, default=value, metavar="0..1", help=f"default {value}")

    def handle(self, **options: Any) -> None:
        documents = _market()
        documents += neighbours(count=max(options["goods"], 0), around=documents)
        floors = Floors(**{name: options[f"floor_{name}"] for name in Floors.defaults()})
        broken: list[str] = []
        for name in options["engine"] or ENGINES[:1]:
            with temporary_engine(name) as engine:
                engine.rebuild(documents, resolve=lambda _: {})
                broken += self._measured(name, engine, documents, options, floors)
        if broken:
            raise CommandError("\n".join(broken))

    def _measured(
        self,
        name: str,
        engine: SearchEngine,
        documents: Sequence[SearchDocument],
        options: dict[str, Any],
        floors: Floors,
    ) -> list[str]:
        broken: list[str] = []
        for half in HALVES if options["half"] == "both" else (options["half"],):
            found = outcomes(engine, [one for one in judged_queries() if one.half == half], documents)
            self.stdout.write(f"\n{name}, {half} half, among {len(documents)} documents")
            self.stdout.write("\n".join(table(rows(found))))
            self.stdout.write("\n".join(["found nothing:", *(empty(found) or ["-"])]))
            if options["misses"]:
                self.stdout.write("\n".join(["answered wrong:", *missed(found)]))
            broken += [f"{name}, {half}: {sentence}" for sentence in floors.broken(rows(found))]
        return broken


def _market() -> list[SearchDocument]:
    """Return the judged documents as the site's sources have them now."""
    found = [one for one in iter_documents() if one.id in halves()]
    missing = sorted(halves().keys() - {one.id for one in found})
    if missing:
        raise CommandError(
            "The demonstration market is not loaded, or not whole: "
            f"{len(missing)} judged documents are missing ({', '.join(missing[:3])} …). "
            "`manage.py load_demo` loads it."
        )
    return found
