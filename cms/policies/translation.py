"""Registers the pages: their translated columns are the common ones, but modeltranslation must know every kind."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from cms.policies.models import LegalPage, PolicyIndexPage, PolicyPage


@register([LegalPage, PolicyIndexPage, PolicyPage])
class CommonTranslation(TranslationOptions):
    fields = ()
