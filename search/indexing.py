"""Keep the index in step with the sources. Called by the outbox handlers of the rooms above, and by commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from search.analysis.fields import fingerprint
from search.documents import SearchDocument, documents_for, iter_documents
from search.engines.base import IndexMissing
from search.engines.choice import current_engine

_PROGRESS_EVERY = 100
_AT_ONCE = 500  # ids


def upsert(ids: Iterable[str]) -> None:
    """Bring these ids up to date: found documents are written, missing and unpublished ones removed, in one commit.

    Idempotent. With no index yet, the whole index is built instead.

    Args:
        ids: document ids, ``good:HH-MZ-001``; repeated ones count once.
    Raises:
        EngineUnavailable: the index cannot be written now; deliver again.
    """
    wanted = list(dict.fromkeys(ids))
    try:
        current_engine().apply(wanted, resolve=documents_for)
    except IndexMissing:
        rebuild()


def remove(ids: Iterable[str]) -> None:
    """Take these ids out of the index, whatever their sources say.

    Args:
        ids: document ids; unknown ones are no error.
    Raises:
        EngineUnavailable: the index cannot be written now; deliver again.
    """
    current_engine().delete(ids)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Write everything into a new generation and switch to it at once; changes made meanwhile are not lost.

    Args:
        progress: told now and then how many documents are written.
    Returns:
        How many documents the new generation holds.
    Raises:
        EngineUnavailable: another rebuild is under way.
    """
    documents = iter_documents()
    return current_engine().rebuild(_counted(documents, progress) if progress else documents, resolve=documents_for)


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of documents that the index lacks, holds as they no longer are, or holds though they are not to be found."""

    missing: frozenset[str]
    outdated: frozenset[str]
    left_over: frozenset[str]

    @property
    def ids(self) -> list[str]:
        return sorted(self.missing | self.outdated | self.left_over)

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.outdated or self.left_over)


def compare() -> Difference:
    """Compare the index with the sources.

    What is written meanwhile may show as a difference; repairing it again does no harm.

    Returns:
        The difference; everything is missing where there is no index.
    """
    held = current_engine().fingerprints()
    wanted = {document.id: fingerprint(document) for document in iter_documents()}
    return Difference(
        missing=frozenset(wanted.keys() - held.keys()),
        outdated=frozenset(id_ for id_ in wanted.keys() & held.keys() if wanted[id_] != held[id_]),
        left_over=frozenset(held.keys() - wanted.keys()),
    )


def repair(difference: Difference) -> int:
    """Bring what differs up to date, some at a time; return how many documents that were.

    Raises:
        EngineUnavailable: the index cannot be written now; what was repaired before stays so.
    """
    ids = difference.ids
    for start in range(0, len(ids), _AT_ONCE):
        upsert(ids[start : start + _AT_ONCE])
    return len(ids)


def _counted(documents: Iterator[SearchDocument], progress: Callable[[int], None]) -> Iterator[SearchDocument]:
    count = 0
    for count, document in enumerate(documents, start=1):
        yield document
        if count % _PROGRESS_EVERY == 0:
            progress(count)
    progress(count)
