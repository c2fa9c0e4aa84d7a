"""The editing form: one tab a language, one for what all languages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, PublishingPanel, TabbedInterface

from cms.blocks.completeness import OWED, Completeness, of_page, question
from cms.blocks.speech import LANGUAGES, suffix
from marketplace.kernel import languages

# Every language's name in itself: an editor looks for hers.
TAB_NAMES: Final = {one.code: one.full_name for one in languages.LANGUAGES}


class CompletenessPanel(Panel):
    """Says what of a language is written and what is missing, and asks before a page goes live without it."""

    def __init__(self, language: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()
        return kwargs | {"language": self.language}

    def get_form_options(self) -> dict[str, Any]:
        """Claim the question, which is drawn only where it is to be asked."""
        return {"fields": [question(self.language)]} if self.language in OWED else {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/_completeness.html"

        @cached_property
        def state(self) -> Completeness:
            return next(one for one in of_page(self.instance) if one.language == self.panel.language)

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            name = question(self.panel.language)
            asked = self.panel.language in OWED and bool(self.form.errors.get(name))
            return context | {
                "state": self.state,
                "missing": self.form.labels(list(self.state.missing)),
                "question": self.form[name] if asked else None,
            }


class LanguageTab(ObjectList):
    """One language's texts; its heading says how many of them are written."""

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()
        return kwargs | {"language": self.language}

    class BoundPanel(ObjectList.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            state = next(one for one in of_page(self.instance) if one.language == self.panel.language)
            if state.wanted:
                self.heading = f"{self.heading} {state.written}/{state.wanted}"


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
    languages = [
        LanguageTab(
            [CompletenessPanel(language=code), *(FieldPanel(f"{name}_{suffix(code)}") for name in translated)],
            heading=TAB_NAMES[code],
            language=code,
        )
        for code in LANGUAGES
    ]
    common = [FieldPanel("title"), FieldPanel("slug"), *shared, PublishingPanel()]
    return TabbedInterface([
        *languages,
        ObjectList(common, heading=_("All languages")),
    ])  # fmt: skip
