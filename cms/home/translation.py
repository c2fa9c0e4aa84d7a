"""Registers the pages: their translated columns are the common ones, but modeltranslation must know every kind."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from cms.home.models import HomePage


@register([HomePage])
class CommonTranslation(TranslationOptions):
    fields = ()
