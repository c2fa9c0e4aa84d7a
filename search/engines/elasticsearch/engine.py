"""The engine of the grown form: a cluster that many processes write to and read from."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

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
from search.engines.elasticsearch.answers import Answering
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.control import Control, Pulse
from search.engines.elasticsearch.generations import Generations
from search.engines.elasticsearch.listing import fingerprints
from search.engines.elasticsearch.options import Options
from search.engines.elasticsearch.spelling import SpellingShelf
from search.engines.elasticsearch.vocabulary import Memory, Words
from search.engines.elasticsearch.writer import Writer

Read = Callable[[], Mapping[str, SearchDocument | None]]


class ElasticsearchEngine:
    """Indices of one prefix on a cluster. See SearchEngine for what the methods promise."""

    def __init__(self, options: Options) -> None:
        self._connection = Connection(options)
        self._generations = Generations(self._connection)
        self._control = Control(self._connection)
        self._writer = Writer(self._connection)
        self._memory = Memory()
        self._shelf = SpellingShelf(self._connection, self._generations.alias)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._connection.close()

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, replacing those of the same id; with no index yet, begin an empty one."""
        changes = {document.id: document for document in documents}
        try:
            self._change(lambda: changes)
        except IndexMissing:
            self._build(())
            self._change(lambda: changes)

    def apply(self, ids: Iterable[str], *, resolve: Resolve) -> None:
        """Look ids up and write what they are now."""
        wanted = list(dict.fromkeys(ids))
        if wanted:
            self._change(lambda: resolve(wanted))

    def delete(self, ids: Iterable[str]) -> None:
        """Delete by id."""
        unwanted = dict.fromkeys(ids)
        with suppress(IndexMissing):
            self._change(lambda: unwanted)

    def _change(self, read: Read) -> None:
        try:
            self._change_once(read)
        except IndexMissing:  # perhaps only the generation that was found a moment ago
            self._change_once(read)

    def _change_once(self, read: Read) -> None:
        turn = self._control.turn()  # before the rows are read: a later turn has read newer rows
        targets = self._generations.targets()
        if not targets.current:
            raise IndexMissing("there is no index")
        refresh = self._connection.options.refresh_writes
        _run(self._writer.write(read().items(), targets.all, turn=turn, refresh=refresh))
        self._memory.forget()

    def rebuild(self, documents: Iterable[SearchDocument], *, resolve: Resolve) -> int:  # noqa: ARG002 - see below
        """Write a new generation, then switch. Writers write to it as well, so that no id is to be looked up again."""
        return self._build(documents)

    def _build(self, documents: Iterable[SearchDocument]) -> int:
        with self._control.rebuilding(self._generations.alias) as pulse:
            name = self._generations.create()
            try:
                # Taken when every writer sees the generation: what they write from now on is newer than what is read.
                turn = self._control.turn()
                _run(self._writer.write(_watched(documents, pulse), [name], turn=turn, refresh=False))
                pulse.ensure()
                count = self._generations.switch(name)
            except BaseException:
                self._drop(name)
                raise
        self._memory.forget()
        return count

    def _drop(self, name: str) -> None:
        with suppress(EngineUnavailable):  # the next builder drops it
            if name in self._generations.targets().building:
                self._generations.drop([name])

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""
        return self._answering().answer(request)

    def suggest(self, *, q: str, lang: str, limit: int) -> Sequence[Suggestion]:
        """Complete what is being typed."""
        return self._answering().suggest(q, lang, limit)

    def _answering(self) -> Answering:
        visit, index = self._connection.visit(), self._generations.alias
        return Answering(visit, index, Words(visit, index, self._memory, self._shelf))

    def fingerprints(self) -> Mapping[str, str]:
        """Return the fingerprint of every document, by id."""
        with suppress(IndexMissing):
            return dict(fingerprints(self._connection, self._generations.alias))
        return {}

    def health(self) -> Health:
        """Tell whether there is an index."""
        self._memory.forget()
        index = self._generations.alias
        with suppress(EngineUnavailable):
            seconds = self._connection.options.search_seconds
            if generation := self._generations.current():
                found = self._connection.read(lambda client: client.count(index=index).body, seconds=seconds)
                return Health(is_ready=True, generation=generation, documents=int(found["count"]))
        return Health(is_ready=False, generation="", documents=0)


def _run(steps: Iterator[int]) -> None:
    deque(steps, maxlen=0)


def _watched(documents: Iterable[SearchDocument], pulse: Pulse) -> Iterator[tuple[str, SearchDocument | None]]:
    for document in documents:
        pulse.ensure()
        yield document.id, document
