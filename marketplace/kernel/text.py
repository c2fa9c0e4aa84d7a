"""Text from outside: hostile until parsed."""

from __future__ import annotations

import unicodedata
from typing import Final

_KEPT_CONTROLS: Final = frozenset("\n\t")
# Embeddings, overrides and isolates: they turn round what stands beside them, on other people's pages too.
_TURNING: Final = str.maketrans("", "", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_BLANKS: Final = frozenset({"Cc", "Zs", "Zl", "Zp"})
# Shown as nothing and yet neither format characters nor blanks: grapheme joiner, Hangul and Khmer fillers, variation
# selectors.
_FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10))))


def is_clean(text: str) -> bool:
    """Tell whether a database of either kind can store ``text``: no NUL, no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def unturned(text: str) -> str:
    """Return ``text`` without marks that turn the direction of writing."""
    return text.translate(_TURNING)


def identifier(text: str, *, limit: int) -> str:
    """Return a number or code as it was given, or ``""`` for what can be none: cut or cleaned it would be another's.

    Args:
        text: from an address or a form.
        limit: the longest that there is, in characters.
    """
    return text if len(text) <= limit and clean(text, limit=limit) == text else ""


def clean(text: str, *, limit: int) -> str:
    """Return ``text`` in NFC without control characters, marks that turn the direction of writing, and lone
    surrogates, at most ``limit`` characters.
    """
    kept = (
        character
        for character in unturned(text[: limit * 4])
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return unicodedata.normalize("NFC", "".join(kept))[:limit]


def bare(text: str, *, limit: int) -> str:
    """Return what a person meant to type: full-width forms as plain ones (NFKC), no mark that cannot be seen, every
    run of blanks as one space, at most ``limit`` characters.

    For numbers, codes and addresses; words keep their own form (``clean``).
    """
    plain = unicodedata.normalize("NFKC", text[: limit * 4])
    # NUL stays: nobody types it, so that nothing is read out of a text that has it.
    kept = (
        " " if unicodedata.category(one) in _BLANKS and one != "\x00" else one for one in plain if not _is_unseen(one)
    )
    return " ".join("".join(kept).split())[:limit]


def _is_unseen(character: str) -> bool:
    """Tell marks that pasting brings along: zero-width ones, variation selectors, fillers, lone surrogates."""
    return character in _FILLERS or unicodedata.category(character) in {"Cf", "Cs", "Co"}
