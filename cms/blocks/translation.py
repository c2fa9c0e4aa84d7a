"""Which columns of pages and pictures exist in zh-Hans, vi and en."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from cms.blocks.models import MarketPage, SiteImage


@register(SiteImage)
class SiteImageTranslation(TranslationOptions):
    fields = ("alt",)
    empty_values = ""


@register(MarketPage)
class MarketPageTranslation(TranslationOptions):
    fields = ("heading", "summary", "body")
    # Held when a page is published; a draft may lack anything.
    required_languages = {"zh-hans": ("heading", "summary"), "vi": ("heading", "summary"), "default": ()}
