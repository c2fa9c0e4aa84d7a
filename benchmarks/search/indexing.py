"""What it costs to build an index of a market of some size."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence

from benchmarks.search.analysed import Shelf, analysed, of_children
from benchmarks.search.goods import goods
from benchmarks.search.processes import memory
from config.env import data_dir
from search.documents import SearchDocument, documents_for, iter_documents
from search.engines.choice import current_engine

TELL_EVERY = 20_000  # documents


class Timed:
    """An iterator that knows how long its source took, so that making goods is not counted as indexing them."""

    def __init__(self, documents: Iterator[SearchDocument]) -> None:
        self._documents = documents
        self.count, self.wall, self.cpu = 0, 0.0, 0.0

    def __iter__(self) -> Iterator[SearchDocument]:
        return self

    def __next__(self) -> SearchDocument:
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            return next(self._documents)
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.thread_time() - cpu
            self.count += 1
            if self.count % TELL_EVERY == 0:
                print(f"  {self.count} documents", file=sys.stderr, flush=True)


def index(size: int, processes: int) -> dict[str, object]:
    """Build the index anew: what the sources hold, and ``size`` synthetic goods.

    Returns:
        ``documents``, ``seconds``, ``cpu_seconds`` (of this process, and of the ``processes`` that analyse for it),
        ``analysed_before`` (they did so when the other engine was measured: their time is in ``cpu_seconds``, not in
        ``seconds``) and ``memory`` (MB), all without making the goods.
    """
    around = list(iter_documents())
    documents = Timed(_all(around, size))
    shelf = Shelf(data_dir().parent, size)
    before = shelf.cpu_seconds if processes else None
    ready = analysed(documents, processes=processes, shelf=shelf)
    wall, cpu = time.perf_counter(), time.process_time()
    written = current_engine().rebuild(ready, resolve=documents_for)
    return {
        "documents": written,
        "seconds": round(time.perf_counter() - wall - documents.wall, 2),
        "cpu_seconds": round(time.process_time() - cpu - documents.cpu + of_children() + (before or 0.0), 2),
        "processes": processes,
        "analysed_before": before is not None,
        "memory": memory([os.getpid()]),
    }


def _all(around: Sequence[SearchDocument], size: int) -> Iterator[SearchDocument]:
    yield from around
    yield from goods(count=size, around=around)
