"""Documents analysed by other processes, ahead of the engine that asks for them one after the other.

The market analyses in the process that writes. A million goods would take that process most of an hour, so the
benchmark may take two others for it, and says so; what is written is the same.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore
from typing import Final
from unittest import mock

from search.analysis.fields import StoredDocument, stored
from search.documents import SearchDocument

WRITERS: Final = ("search.engines.embedded.engine.stored", "search.engines.elasticsearch.writer.stored")
_AT_ONCE: Final = 128  # documents to a process
_AHEAD: Final = 4_096  # documents


def analysed(documents: Iterable[SearchDocument], *, processes: int) -> Iterator[SearchDocument]:
    """Yield documents that ``processes`` others have analysed; the engines' writers find them analysed.

    Args:
        documents: in the order in which they are yielded.
        processes: 0 leaves the analysis to the writer.
    """
    if not processes:
        yield from documents
        return
    known: dict[str, StoredDocument] = {}
    with ExitStack() as stack:
        for name in WRITERS:
            stack.enter_context(mock.patch(name, lambda document: known.pop(document.id)))
        for document, found in _ahead(documents, processes):
            known[document.id] = found
            yield document


def _ahead(documents: Iterable[SearchDocument], processes: int) -> Iterator[tuple[SearchDocument, StoredDocument]]:
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
