"""The engine that the settings name, opened when it is first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine


def current_engine() -> SearchEngine:
    """Return this process's engine for the settings as they are now."""
    return _embedded(Path(settings.SEARCH_INDEX_DIR))


@cache
def _embedded(directory: Path) -> EmbeddedEngine:
    return EmbeddedEngine(directory)
