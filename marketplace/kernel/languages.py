"""The three languages of the site, and what stands in for a text that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, pgettext

# Language code of the settings -> suffixes of the translated columns, best first. The same as
# MODELTRANSLATION_FALLBACK_LANGUAGES.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "zh-hans": ("zh_hans",),
    "vi": ("vi", "en", "zh_hans"),
    "en": ("en", "zh_hans"),
}
# The language in which customs reads what is declared.
OF_CUSTOMS: Final = "zh-hans"
SUFFIXES: Final = ("zh_hans", "vi", "en")
# The second language in which a name is shown beside the first.
OTHER: Final[Mapping[str, str]] = {"zh-hans": "vi", "vi": "zh-hans", "en": "zh-hans"}


def label_in(label: object, language: str) -> str:
    """Return the label of a translated column for an editor: ``标题（中文）``, ``Tiêu đề (tiếng Trung)``.

    Args:
        label: of the field, usually a lazy text.
        language: of the column, a language code of the settings.
    """
    names = {
        "zh-hans": pgettext("language of a text", "Chinese"),
        "vi": pgettext("language of a text", "Vietnamese"),
        "en": pgettext("language of a text", "English"),
    }
    return gettext("%(label)s (%(language)s)") % {"label": label, "language": names[language]}


def columns(language: str) -> tuple[str, ...]:
    """Return the column suffixes to read for ``language``, best first; an unknown language reads as Chinese."""
    return COLUMNS.get(language, COLUMNS["zh-hans"])


def texts_of(row: object, field: str) -> dict[str, str]:
    """Return every translation of ``field`` that ``row`` has, by language code: ``{"zh-hans": …, "vi": …}``."""
    values = {code: getattr(row, f"{field}_{suffixes[0]}", None) for code, suffixes in COLUMNS.items()}
    return {code: value for code, value in values.items() if value}


def best(texts: Mapping[str, str], language: str) -> str:
    """Return the text for ``language``, or what stands in for it; empty when there is none."""
    for suffix in columns(language):
        text = texts.get(suffix.replace("_", "-"))
        if text:
            return text
    return ""
