"""Parts of a page that are written once and spoken in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.speech import Said, say
from marketplace.catalog.models import Good
from marketplace.kernel.languages import LANGUAGES, OWED, columns


class TranslatedValue(blocks.StructValue):
    """The texts of one place."""

    @property
    def said(self) -> Said:
        """What is shown to the reader, with its language where it is not the reader's own."""
        return say({key: str(value or "") for key, value in self.items()})


class TranslatedTextBlock(blocks.StructBlock):
    """A short text in every language: what is owed, and what may come later."""

    vars().update({
        one.column: blocks.CharBlock(label=one.full_name, required=False) for one in LANGUAGES
    })  # fmt: skip

    class Meta:
        value_class = TranslatedValue
        icon = "globe"

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        errors = {
            key: ValidationError(_("Write this text in Chinese and in Vietnamese before you publish."))
            for key in (columns(code)[0] for code in OWED)
            if not cleaned[key] and (self.required or any(cleaned.values()))
        }
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class TranslatedParagraphBlock(TranslatedTextBlock):
    """A longer text in every language, without markup."""

    vars().update({
        one.column: blocks.TextBlock(label=one.full_name, required=False, rows=3) for one in LANGUAGES
    })  # fmt: skip


class SkuBlock(blocks.CharBlock):
    """The number of a good (HH-JS-001)."""

    def clean(self, value: str) -> str:
        sku = str(super().clean(value)).strip().upper()
        if not Good.objects.filter(sku=sku).exists():
            raise ValidationError(
                _("No good has this number. Copy it from the page of the good, for example HH-JS-001.")
            )
        return sku
