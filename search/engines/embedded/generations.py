"""The directories of the index: generations, the one that counts, locks between processes, and the rebuild's journal.

``current`` names the generation in use and is replaced at once. One process writes at a time. While a generation is
being built, whoever writes to the one in use notes the ids, and the builder writes those again before it switches.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from search.analysis.fields import VERSION
from search.engines.base import EngineUnavailable

_WRITE_PATIENCE: Final = 30.0  # seconds
_PREFIX: Final = "generation-"


class Generations:
    """The index directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.pointer = directory / "current"
        self._journal = directory / "touched"

    def current(self) -> Path | None:
        """Return the generation in use; None where there is none or it is of another version of the analysis."""
        try:
            told = json.loads(self.pointer.read_text(encoding="utf-8"))
            path = self.directory / str(told["generation"])
            return path if told["version"] == VERSION and (path / "meta.json").is_file() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def create(self) -> Path:
        """Make the directory of a new generation."""
        path = self.directory / f"{_PREFIX}{time.time_ns()}-{secrets.token_hex(3)}"
        path.mkdir(parents=True)
        return path

    def switch(self, path: Path) -> None:
        """Make a generation the one in use, at once, and drop all but it and the one before."""
        before = self.current()
        fresh = self.pointer.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump({"generation": path.name, "version": VERSION}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.pointer)
        self._sweep({path, before})

    def _sweep(self, kept: set[Path | None]) -> None:
        for path in self.directory.glob(f"{_PREFIX}*"):
            if path not in kept:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write to the generation in use. Raises EngineUnavailable after 30 s of waiting.

        Who waits holds the turn, so that a busy writer cannot take the right again before it.
        """
        with ExitStack() as held:
            with self._locked("turn.lock", patience=_WRITE_PATIENCE):
                held.enter_context(self._locked("write.lock", patience=_WRITE_PATIENCE))
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the right to build a generation. Raises EngineUnavailable where somebody builds one now."""
        with self._locked("rebuild.lock", patience=0.0):
            yield

    @contextmanager
    def _locked(self, name: str, *, patience: float) -> Iterator[None]:
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / name).open("a") as file:
            _lock(file.fileno(), name, time.monotonic() + patience)
            yield  # closing the file unlocks it, as does the end of the process

    def start_journal(self) -> None:
        """Begin to note what is written; to be called while holding the right to write and to rebuild."""
        self._journal.write_text("", encoding="utf-8")

    def note(self, ids: Iterable[str]) -> None:
        """Note ids for a rebuild that is under way; to be called while holding the right to write."""
        if self._journal.exists() and not self._is_rebuilding():
            self.end_journal()  # its builder was killed
        elif self._journal.exists():
            with self._journal.open("a", encoding="utf-8") as file:
                file.writelines(f"{json.dumps(id_)}\n" for id_ in ids)

    def _is_rebuilding(self) -> bool:
        try:
            with self.rebuilding():
                return False
        except EngineUnavailable:
            return True

    def noted(self) -> list[str]:
        """Return the ids noted since ``start_journal``, each once."""
        lines = self._journal.read_text(encoding="utf-8").splitlines() if self._journal.exists() else []
        return list(dict.fromkeys(json.loads(line) for line in lines))

    def end_journal(self) -> None:
        """Stop noting."""
        with suppress(FileNotFoundError):
            self._journal.unlink()


def _lock(descriptor: int, name: str, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise EngineUnavailable(f"{name} is held by another process") from None
            time.sleep(0.02)
        else:
            return
