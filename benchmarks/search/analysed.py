"""Documents analysed by other processes, ahead of the engine that asks for them, and kept for the other engine.

The market analyses in the process that writes. A million goods would take that process most of an hour, so the
benchmark may take two others for it, once for both engines, and says so; what is written is the same.
"""

from __future__ import annotations

import json
import multiprocessing
import pickle
import resource
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final
from unittest import mock

from search.analysis.fields import VERSION, StoredDocument, stored
from search.documents import SearchDocument

Analysed = tuple[SearchDocument, StoredDocument]
WRITERS: Final = ("search.engines.embedded.engine.stored", "search.engines.elasticsearch.writer.stored")
_AT_ONCE: Final = 128  # documents to a process
_AHEAD: Final = 4_096  # documents


class Shelf:
    """Where what was analysed waits for the other engine, 4 KB a document."""

    def __init__(self, folder: Path, size: int) -> None:
        self._file = folder / f"analysed-{size}-{VERSION}.pickle"
        self._told = self._file.with_suffix(".json")

    @property
    def cpu_seconds(self) -> float | None:
        """What it cost to analyse what lies here; None while not all does."""
        return float(json.loads(self._told.read_text("utf-8"))["cpu_seconds"]) if self._told.exists() else None

    def read(self) -> Generator[StoredDocument, None, None]:
        """Yield what was analysed, in order."""
        with self._file.open("rb") as file:
            while file.peek(1):
                # What this benchmark wrote itself a while ago.
                yield pickle.load(file)  # noqa: S301

    def filled(self, found: Iterable[Analysed]) -> Generator[Analysed, None, None]:
        """Pass on what is being analysed and keep it."""
        self.clear()
        before = of_children()
        with self._file.open("wb") as file:
            for document, one in found:
                pickle.dump(one, file, pickle.HIGHEST_PROTOCOL)
                yield document, one
        self._told.write_text(json.dumps({"cpu_seconds": of_children() - before}), "utf-8")

    def clear(self) -> None:
        """Throw away what lies here."""
        self._told.unlink(missing_ok=True)
        self._file.unlink(missing_ok=True)


def analysed(
    documents: Iterable[SearchDocument], *, processes: int, shelf: Shelf
) -> Generator[SearchDocument, None, None]:
    """Yield documents that ``processes`` others have analysed; the engines' writers find them analysed.

    Args:
        documents: in the order in which they are yielded.
        processes: 0 leaves the analysis to the writer.
        shelf: where they lie if they were analysed before, and are kept if not. They are taken from it once.
    """
    if not processes:
        yield from documents
        return
    known: dict[str, StoredDocument] = {}
    is_ready = shelf.cpu_seconds is not None
    with ExitStack() as stack:
        for name in WRITERS:
            stack.enter_context(mock.patch(name, lambda document: known.pop(document.id)))
        found = stack.enter_context(
            closing(_kept(documents, shelf) if is_ready else _fresh(documents, shelf, processes))
        )
        for document, one in found:
            known[document.id] = one
            yield document
    if is_ready:
        shelf.clear()


def _kept(documents: Iterable[SearchDocument], shelf: Shelf) -> Generator[Analysed, None, None]:
    with closing(shelf.read()) as found:
        yield from zip(documents, found, strict=True)


def _fresh(documents: Iterable[SearchDocument], shelf: Shelf, processes: int) -> Generator[Analysed, None, None]:
    with closing(_ahead(documents, processes)) as found, closing(shelf.filled(found)) as passed:
        yield from passed


def of_children() -> float:
    """CPU time of the child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ahead(documents: Iterable[SearchDocument], processes: int) -> Generator[Analysed, None, None]:
    waiting: deque[SearchDocument] = deque()
    room = BoundedSemaphore(_AHEAD)

    def sent() -> Iterator[SearchDocument]:
        for document in documents:
            room.acquire()
            waiting.append(document)
            yield document

    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for found in pool.imap(stored, sent(), chunksize=_AT_ONCE):
            room.release()
            yield waiting.popleft(), found
        pool.close()
        pool.join()
