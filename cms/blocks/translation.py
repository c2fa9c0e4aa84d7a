"""Which columns of pages and pictures exist in zh-Hans, vi and en."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from cms.blocks.models import MarketPage, SiteImage
from marketplace.kernel.languages import OWED


@register(SiteImage)
class SiteImageTranslation(TranslationOptions):
    fields = ("alt",)
    empty_values = ""


@register(MarketPage)
class MarketPageTranslation(TranslationOptions):
    fields = ("heading", "summary", "body")
    # Held when a page is published; a draft may lack anything.
    required_languages = {**dict.fromkeys(OWED, ("heading", "summary")), "default": ()}
