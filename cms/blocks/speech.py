"""A text in the reader's language, or the next best one together with the language that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.translation import get_language

from marketplace.kernel.languages import COLUMNS, SUFFIXES, columns

LANGUAGES: Final = tuple(COLUMNS)


class Said(NamedTuple):
    """``lang``: the language code of ``text`` where it is not the reader's own, else empty."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def suffix(code: str) -> str:
    """Return the suffix of a translated column (``zh_hans``) for a language code (``zh-hans``)."""
    return columns(code)[0]


def reader() -> str:
    """Return the active language if the site speaks it, else its first."""
    active = get_language() or LANGUAGES[0]
    return active if active in LANGUAGES else LANGUAGES[0]


def foreign(column: str) -> str:
    """Return the language code of a column where it is not the reader's own language, else nothing."""
    code = column.replace("_", "-")
    return "" if code == reader() else code


def say(texts: Mapping[str, str]) -> Said:
    """Choose among ``texts`` (column suffix -> text) for the reader."""
    for column in columns(reader()):
        text = texts.get(column)
        if text:
            return Said(text, foreign(column))
    return Said("", "")


def say_column(instance: object, name: str) -> Said:
    """Choose among the translated columns ``<name>_zh_hans`` … of a model's row."""
    return say({column: str(getattr(instance, f"{name}_{column}", "") or "") for column in SUFFIXES})
