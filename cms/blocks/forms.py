"""The editing form of a page: what is filled in for the editor, and what is asked before a page goes live."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from cms.blocks.completeness import OWED, completeness, pictures_in, question, translated_names
from cms.blocks.slugs import ascii_slug
from cms.blocks.speech import LANGUAGES, suffix
from marketplace.kernel.languages import LANGUAGES as LANGUAGES_OF_MARKET


class MarketPageForm(WagtailAdminPageForm):
    """Makes title and slug of the heading where the editor leaves them empty; asks before a page goes live that lacks
    a translation, and lets none go live with a picture that is not described.
    """

    vars().update({
        question(one.code): forms.BooleanField(
            required=False, label=format_lazy(_("Publish it without this text in {language}"), language=one.name)
        )
        for one in LANGUAGES_OF_MARKET
        if one.is_owed
    })  # fmt: skip

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_titled(data), *args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        typed = str(self.cleaned_data.get("slug") or "")
        return typed or self._free(ascii_slug(str(self.cleaned_data.get("title") or "")) or "page")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:  # a draft may wait for everything
            self._ask_for_translations(cleaned)
            self._ask_for_descriptions(cleaned)
        return cleaned

    def _ask_for_translations(self, cleaned: dict[str, Any]) -> None:
        for one in completeness(cleaned, translated_names(type(self.instance))):
            # A heading that is missing is refused by its own field already.
            missing = [name for name in one.missing if f"{name}_{suffix(one.language)}" not in self.errors]
            if one.language in OWED and missing and not cleaned.get(question(one.language)):
                self.add_error(question(one.language), _half_translated(self.labels(missing)))

    def labels(self, names: list[str]) -> list[str]:
        """Return the fields' names as editors read them, without the language."""
        return [str(self.instance._meta.get_field(name).verbose_name) for name in names]

    def _ask_for_descriptions(self, cleaned: dict[str, Any]) -> None:
        for field, picture in _pictures(cleaned):
            missing = [code for code in OWED if not str(getattr(picture, f"alt_{suffix(code)}") or "").strip()]
            if missing and field in self.fields:
                self.add_error(field, _not_described(picture.title))

    def _free(self, slug: str) -> str:
        names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(name for name in names if Page._slug_is_available(name, self.parent_page, self.instance))


def _titled(data: Any) -> Any:
    """Return what was sent with the internal title filled in from the heading, Chinese first."""
    if data is None or str(data.get("title") or "").strip():
        return data
    headings = (str(data.get(f"heading_{suffix(code)}") or "").strip() for code in LANGUAGES)
    filled = data.copy()
    filled["title"] = next((heading for heading in headings if heading), "")
    return filled


def _pictures(cleaned: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if cleaned.get("scene"):
        yield "scene", cleaned["scene"]
    for code in LANGUAGES:
        field = f"body_{suffix(code)}"
        yield from ((field, picture) for picture in pictures_in(cleaned.get(field)))


def _half_translated(labels: list[str]) -> ValidationError:
    sentence = ngettext(
        "Visitors who read this language would miss one text: %(names)s. Write it, or confirm that the page goes live "
        "without it.",
        "Visitors who read this language would miss %(number)s texts: %(names)s. Write them, or confirm that the page "
        "goes live without them.",
        len(labels),
    )
    return ValidationError(sentence % {"names": ", ".join(labels), "number": len(labels)}, code="half_translated")


def _not_described(title: str) -> ValidationError:
    sentence = gettext(
        "The picture “%(title)s” is not described in Chinese and in Vietnamese for people who do not see it. Open it "
        "under Images, write both descriptions, and publish again."
    )
    return ValidationError(sentence % {"title": title}, code="picture_not_described")
