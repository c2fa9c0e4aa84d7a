"""English: the stem that forms of a word share."""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

from search.analysis.text import fold

_lock = Lock()


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case, without marks: ``noodles`` is ``noodl``."""
    with _lock:  # the stemmer keeps the word in itself
        return str(_stemmer().stemWord(fold(word)))
