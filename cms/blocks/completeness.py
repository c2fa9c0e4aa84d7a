"""Which texts of a page are still to be written, in which language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from modeltranslation.translator import translator
from wagtail.blocks import StreamValue

from cms.blocks.article import plain_text
from cms.blocks.speech import LANGUAGES, suffix
from marketplace.kernel.languages import OWED as OWED  # noqa: PLC0414 - the forms look for it here

_PICTURE: Final = "picture"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far one language is: ``written`` of ``wanted`` texts; ``missing``: names of the fields without one."""

    language: str
    written: int
    wanted: int
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.missing

    @property
    def is_owed(self) -> bool:
        """Whether a page that lacks it goes live half translated."""
        return self.language in OWED


def completeness(texts: Mapping[str, Any], names: Sequence[str]) -> list[Completeness]:
    """Compare the languages of a page.

    Args:
        texts: value by column (``heading_vi``): of a page, or of a form as it was typed.
        names: of the translated fields, without the language.
    Returns:
        One row a language, in the site's order. A text is wanted where some language has it.
    """
    said = {code: {name for name in names if is_said(texts.get(f"{name}_{suffix(code)}"))} for code in LANGUAGES}
    wanted = [name for name in names if any(name in some for some in said.values())]
    return [
        Completeness(code, len(said[code]), len(wanted), tuple(name for name in wanted if name not in said[code]))
        for code in LANGUAGES
    ]


def of_page(page: Any) -> list[Completeness]:
    """Return how far each language of a page is, as it stands in memory; no query."""
    names = translated_names(type(page))
    columns = (f"{name}_{suffix(code)}" for name in names for code in LANGUAGES)
    return completeness({column: getattr(page, column) for column in columns}, names)


def translated_names(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of a page type's translated fields, without the language, in the order of the model."""
    translated = set(translator.get_options_for_model(model).get_field_names())
    return tuple(field.name for field in model._meta.get_fields() if field.name in translated)


def is_said(value: Any) -> bool:
    """Tell whether a text says anything: a paragraph of nothing but spaces does not, a picture does."""
    if isinstance(value, StreamValue):
        return bool(plain_text(value).replace("\xa0", " ").strip()) or any(pictures_in(value))
    return bool(str(value or "").strip())


def pictures_in(stream: Any) -> Iterator[Any]:
    """Yield the pictures of a running text."""
    yield from (child.value for child in stream or () if child.block_type == _PICTURE and child.value)


def question(language: str) -> str:
    """Return the name of the field that answers whether to publish without a language."""
    return f"publish_without_{suffix(language)}"
