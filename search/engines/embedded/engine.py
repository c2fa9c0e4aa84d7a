"""The engine inside the process: tantivy, one writer at a time, any number of readers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Final

from tantivy import Index, IndexWriter, Query

from search.analysis.fields import stored
from search.documents import SearchDocument
from search.engines.base import (
    EngineUnavailable,
    Health,
    IndexMissing,
    Resolve,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from search.engines.embedded import answers
from search.engines.embedded.generations import Generations
from search.engines.embedded.reader import Reader
from search.engines.embedded.schema import schema, to_document
from search.engines.embedded.snapshot import Snapshot

_SMALL_HEAP: Final = 15_000_000  # bytes, the least that tantivy takes
_LARGE_HEAP: Final = 64_000_000
_RESOLVE_AT_ONCE: Final = 500  # ids
logger = logging.getLogger(__name__)


class EmbeddedEngine:
    """An index in a directory. See SearchEngine for what the methods promise."""

    def __init__(self, directory: Path) -> None:
        self._generations = Generations(directory)
        self._reader = Reader(self._generations)

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, replacing those of the same id, in one commit."""
        with self._generations.writing():
            self._write({document.id: document for document in documents})

    def apply(self, ids: Iterable[str], *, resolve: Resolve) -> None:
        """Look ids up and write what they are now, in one commit."""
        if not self.health().is_ready:
            raise IndexMissing("there is no index, or it is broken")
        with self._generations.writing():
            self._write(resolve(ids))

    def delete(self, ids: Iterable[str]) -> None:
        """Delete by id, in one commit."""
        if self.health().is_ready:
            with self._generations.writing():
                self._write(dict.fromkeys(ids))

    def _write(self, changes: Mapping[str, SearchDocument | None]) -> None:
        if changes:
            self._generations.note(changes)
            _write(self._in_use(), changes)
            self._reader.look_again()

    def _in_use(self) -> Path:
        path = self._generations.current()
        if path is None:
            path = self._generations.create()
            _write(path, {})
            self._generations.switch(path)
        return path

    def rebuild(self, documents: Iterable[SearchDocument], *, resolve: Resolve) -> int:
        """Write a new generation, then what was touched meanwhile, then switch."""
        with self._generations.rebuilding():
            with self._generations.writing():
                self._generations.start_journal()
            path = self._generations.create()
            _write(path, documents)
            with self._generations.writing():
                touched = iter(self._generations.noted())
                while ids := list(islice(touched, _RESOLVE_AT_ONCE)):
                    _write(path, resolve(ids))
                self._generations.switch(path)
                self._generations.end_journal()
        self._reader.look_again()
        return int(Index.open(str(path)).searcher().num_docs)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""
        with _failures_told():
            return answers.answer(self._snapshot(), request)

    def suggest(self, *, q: str, lang: str, limit: int) -> Sequence[Suggestion]:
        """Complete what is being typed."""
        with _failures_told():
            return answers.suggest(self._snapshot(), q, lang, limit)

    def _snapshot(self) -> Snapshot:
        snapshot = self._reader.snapshot()
        if not snapshot.searcher.num_docs:
            raise EngineUnavailable("the index is empty")
        return snapshot

    def fingerprints(self) -> Mapping[str, str]:
        """Return the fingerprint of every document, by id."""
        with suppress(EngineUnavailable):
            snapshot = self._reader.snapshot()
            count = max(snapshot.searcher.num_docs, 1)
            found = (
                answers.payload(snapshot, one) for _, one in snapshot.searcher.search(Query.all_query(), count).hits
            )
            return {id_: str(shown["h"]) for id_, shown in found}
        return {}

    def health(self) -> Health:
        """Tell whether there is an index."""
        self._reader.look_again()
        with suppress(EngineUnavailable):
            snapshot = self._reader.snapshot()
            return Health(is_ready=True, generation=snapshot.generation, documents=snapshot.searcher.num_docs)
        return Health(is_ready=False, generation="", documents=0)


def _write(path: Path, changes: Mapping[str, SearchDocument | None] | Iterable[SearchDocument]) -> None:
    """Write changes into a generation, in one commit. A mapping replaces and deletes, documents alone are added."""
    is_whole = not isinstance(changes, Mapping)
    pairs = changes.items() if isinstance(changes, Mapping) else ((one.id, one) for one in changes)
    with _failures_told():
        writer = Index(schema(), str(path)).writer(_LARGE_HEAP if is_whole else _SMALL_HEAP, 1)
        _add(writer, pairs, is_new=is_whole)
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _failures_told() -> Iterator[None]:
    """Tell what tantivy and the disk raise as EngineUnavailable, with the reason."""
    try:
        yield
    except (OSError, ValueError) as reason:
        logger.exception("the embedded search engine failed")
        raise EngineUnavailable(str(reason)) from reason


def _add(writer: IndexWriter, changes: Iterable[tuple[str, SearchDocument | None]], *, is_new: bool) -> None:
    for id_, document in changes:
        if not is_new:
            writer.delete_documents_by_term("id", id_)
        if document is not None and document.published:
            writer.add_document(to_document(stored(document)))
