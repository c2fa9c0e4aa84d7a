"""The editing form: one tab a language, one for what all languages share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface

from cms.blocks.speech import LANGUAGES, suffix

# Every language's name in itself: an editor looks for hers.
TAB_NAMES: Final = {"zh-hans": "简体中文", "vi": "Tiếng Việt", "en": "English"}


def language_tabs(names: Sequence[str]) -> list[Any]:
    """Return one tab a language with the columns of the translated fields ``names``."""
    return [
        ObjectList([FieldPanel(f"{name}_{suffix(code)}") for name in names], heading=TAB_NAMES[code])
        for code in LANGUAGES
    ]


def page_tabs(shared: Sequence[Panel], *, translated: Sequence[str] = ("heading", "summary", "body")) -> Any:
    """Return the edit handler of a page: languages, and what they share.

    Args:
        shared: panels of the page type's own untranslated fields.
        translated: names of the translated fields, without the language suffix.
    """
    common = [FieldPanel("title"), FieldPanel("slug"), *shared]
    return TabbedInterface([
        *language_tabs(translated),
        ObjectList(common, heading=_("All languages")),
    ])  # fmt: skip
