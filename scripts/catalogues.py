"""Compile the message catalogues without GNU gettext: where a .po is newer than its .mo, or has none."""

from __future__ import annotations

import os
from pathlib import Path


def compile_all(locale: Path) -> list[Path]:
    """Write the ``.mo`` beside every changed ``.po`` under ``locale``; return what was written."""
    return [_compile(path) for path in sorted(locale.rglob("*.po")) if _is_stale(path)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    import polib  # noqa: PLC0415 - a start with nothing to compile need not load it

    target = source.with_suffix(".mo")
    temporary = source.with_suffix(f".mo.{os.getpid()}.tmp")
    polib.pofile(str(source)).save_as_mofile(str(temporary))
    temporary.replace(target)
    return target
