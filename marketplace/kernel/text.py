"""Text from outside: hostile until parsed."""

from __future__ import annotations

import unicodedata
from typing import Final

_KEPT_CONTROLS: Final = frozenset("\n\t")


def is_clean(text: str) -> bool:
    """Tell whether a database of either kind can store ``text``: no NUL, no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def clean(text: str, *, limit: int) -> str:
    """Return ``text`` in NFC without control characters and lone surrogates, at most ``limit`` characters."""
    kept = (
        character
        for character in text[: limit * 4]
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return unicodedata.normalize("NFC", "".join(kept))[:limit]
