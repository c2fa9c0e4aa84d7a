"""Texts in templates, each marked with its language where that is not the reader's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.blocks.speech import Said, reader
from cms.blocks.translated import TranslatedValue
from marketplace.kernel import formats

register = template.Library()


@register.simple_tag
def said(text: Said | TranslatedValue | None, **numbers: Any) -> SafeString | str:
    """Show a text; ``{goods}`` and the like in it become the ``numbers`` of that name."""
    chosen = _said(text)
    shown = chosen.text
    for name, number in numbers.items():
        shown = shown.replace(f"{{{name}}}", str(number))
    if not chosen.lang:
        return format_html("{}", shown)
    return format_html('<span lang="{}">{}</span>', formats.bcp47(chosen.lang), shown)


@register.filter
def degrees(value: Decimal) -> str:
    """Write a latitude or longitude (degrees) to about a kilometre: 23.22."""
    return formats.number(round(value, 2), language=reader())


@register.filter
def is_said(text: Said | TranslatedValue | None) -> bool:
    """Tell whether there is anything to show."""
    return bool(_said(text).text)


def _said(text: Said | TranslatedValue | None) -> Said:
    if isinstance(text, TranslatedValue):
        return text.said
    return text or Said("", "")
