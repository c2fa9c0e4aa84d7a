"""The index opened for reading, once a process, when the first question comes."""

from __future__ import annotations

import os
from threading import Lock, Thread
from time import monotonic
from typing import Final
from weakref import WeakSet

from tantivy import Index

from search.engines.base import EngineUnavailable
from search.engines.embedded.generations import Generations
from search.engines.embedded.snapshot import Snapshot

_LOOK_EVERY: Final = 0.5  # seconds between two looks for a new commit
_left_behind: list[object] = []


class Reader:
    """Gives the newest snapshot, and looks for a newer one at most twice a second."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._start_anew()
        _readers.add(self)

    def _start_anew(self) -> None:
        self._lock = Lock()
        self._index: Index | None = None
        self._snapshot: Snapshot | None = None
        self._seen: tuple[object, ...] = ()
        self._looked_at = float("-inf")

    def leave_to_parent(self) -> None:
        """Forget the index, in a forked child: it lacks the parent's threads, so it is neither used nor closed."""
        _left_behind.append((self._index, self._snapshot))
        self._start_anew()

    def snapshot(self) -> Snapshot:
        """Return the index as it is. Raises EngineUnavailable where there is none."""
        if monotonic() - self._looked_at >= _LOOK_EVERY:
            self._look()
        snapshot = self._snapshot
        if snapshot is None:
            raise EngineUnavailable("there is no index")
        return snapshot

    def look_again(self) -> None:
        """Look for a new commit at the next question, however soon that comes."""
        self._looked_at = float("-inf")

    def _look(self) -> None:
        # The first questions wait for the index; later ones are answered from the last snapshot while one looks.
        if not self._lock.acquire(blocking=self._snapshot is None):
            return
        begun = monotonic()
        try:
            if begun - self._looked_at >= _LOOK_EVERY:  # else another thread has looked while this one waited
                self._renew()
                self._looked_at = begun
        except (OSError, ValueError) as reason:  # half removed, or not ours to read: the last snapshot still answers
            self._looked_at = begun
            if self._snapshot is None:
                raise EngineUnavailable(str(reason)) from reason
        finally:
            self._lock.release()

    def _renew(self) -> None:
        path = self._generations.current()
        if path is None:
            self._index, self._snapshot, self._seen = None, None, ()
            return
        commit = (path / "meta.json").stat()
        seen = (path, commit.st_mtime_ns, commit.st_ino, commit.st_size)
        if seen == self._seen:
            return
        if self._index is None or not self._seen or self._seen[0] != path:
            self._index = Index.open(str(path))
            self._index.config_reader("manual")
        self._index.reload()
        has_deleted = '"num_deleted_docs"' in (path / "meta.json").read_text(encoding="utf-8")
        before = self._snapshot
        self._snapshot = Snapshot(self._index.searcher(), path.name, before, has_deleted=has_deleted)
        self._seen = seen
        if before is not None and not self._snapshot.has_corrected:  # once a minute at most
            Thread(target=self._snapshot.prepare_as, args=(before,), name="snapshot", daemon=True).start()


_readers: WeakSet[Reader] = WeakSet()


def _after_fork() -> None:
    for reader in list(_readers):
        reader.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)
