"""Parts of a page that are written once and spoken in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.speech import Said, say
from marketplace.catalog.models import Good


class TranslatedValue(blocks.StructValue):
    """The three texts of one place."""

    @property
    def said(self) -> Said:
        """What is shown to the reader, with its language where it is not the reader's own."""
        return say({key: str(value or "") for key, value in self.items()})


class TranslatedTextBlock(blocks.StructBlock):
    """A short text in the three languages. Chinese and Vietnamese are owed, English may come later."""

    zh_hans = blocks.CharBlock(label="简体中文", required=False)
    vi = blocks.CharBlock(label="Tiếng Việt", required=False)
    en = blocks.CharBlock(label="English", required=False)

    class Meta:
        value_class = TranslatedValue
        icon = "globe"

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        errors = {
            key: ValidationError(_("Write this text in Chinese and in Vietnamese before you publish."))
            for key in ("zh_hans", "vi")
            if not cleaned[key] and (self.required or any(cleaned.values()))
        }
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class TranslatedParagraphBlock(TranslatedTextBlock):
    """A longer text in the three languages, without markup."""

    zh_hans = blocks.TextBlock(label="简体中文", required=False, rows=3)
    vi = blocks.TextBlock(label="Tiếng Việt", required=False, rows=3)
    en = blocks.TextBlock(label="English", required=False, rows=3)


class SkuBlock(blocks.CharBlock):
    """The number of a good (HH-JS-001)."""

    def clean(self, value: str) -> str:
        sku = str(super().clean(value)).strip().upper()
        if not Good.objects.filter(sku=sku).exists():
            raise ValidationError(
                _("No good has this number. Copy it from the page of the good, for example HH-JS-001.")
            )
        return sku
