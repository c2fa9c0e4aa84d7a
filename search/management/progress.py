"""A bar that grows while somebody waits at the keyboard, and a line now and then for a log."""

from __future__ import annotations

from io import TextIOBase
from typing import Final

_WIDTH: Final = 30  # characters
_LINES: Final = 10  # of a log, in all


class Bar:
    """Shows how much of about ``total`` is done; of more than that, that it is nearly all."""

    def __init__(self, out: TextIOBase, *, title: str, total: int) -> None:
        self._out, self._title, self._total = out, title, max(total, 1)
        self._told = 0

    def show(self, done: int) -> None:
        """Show that so many are done."""
        if self._out.isatty():
            filled = min(done * _WIDTH // self._total, _WIDTH)
            self._out.write(f"\r{self._title} [{'#' * filled}{'.' * (_WIDTH - filled)}] {self._in_words(done)}")
            self._out.flush()
        elif done * _LINES // self._total > self._told:
            self._told = done * _LINES // self._total
            self._out.write(f"{self._title}: {self._in_words(done)}\n")

    def _in_words(self, done: int) -> str:
        return f"{done:,} of {max(self._total, done):,} ({min(done * 100 // self._total, 100)} %)"

    def end(self, words: str) -> None:
        """Say in the end what became of it, on a line of its own."""
        if self._out.isatty():
            self._out.write("\n")
        self._out.write(f"{self._title}: {words}\n")
