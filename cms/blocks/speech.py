"""A text in the reader's language, or the next best one together with the language that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.translation import get_language

LANGUAGES: Final = ("zh-hans", "vi", "en")
# Who reads Vietnamese reads English rather than Chinese; nobody is left without a text.
_NEXT: Final = {
    "zh-hans": ("zh-hans", "en", "vi"),
    "vi": ("vi", "en", "zh-hans"),
    "en": ("en", "zh-hans", "vi"),
}


class Said(NamedTuple):
    """``lang``: the language code of ``text`` where it is not the reader's own, else empty."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def column(code: str) -> str:
    """Return the suffix of a translated column (``zh_hans``) for a language code (``zh-hans``)."""
    return code.replace("-", "_")


def reader() -> str:
    """Return the active language if the site speaks it, else its first."""
    active = get_language() or LANGUAGES[0]
    return active if active in LANGUAGES else LANGUAGES[0]


def order(language: str = "") -> tuple[str, ...]:
    """Return the languages in the order in which a reader of ``language`` (default: the active one) is served."""
    return _NEXT.get(language or reader(), LANGUAGES)


def say(texts: Mapping[str, str], language: str = "") -> Said:
    """Choose among ``texts`` (column suffix -> text) for a reader of ``language``, default the active one."""
    wanted = language or reader()
    for code in order(wanted):
        text = texts.get(column(code)) or ""
        if text:
            return Said(text, "" if code == wanted else code)
    return Said("", "")


def say_column(instance: object, name: str, language: str = "") -> Said:
    """Choose among the translated columns ``<name>_zh_hans`` … of a model's row."""
    return say({column(code): str(getattr(instance, f"{name}_{column(code)}", "") or "") for code in LANGUAGES}, language)
