"""Which columns of a menu link exist in zh-Hans, vi and en."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from cms.navigation.models import MenuLink
from marketplace.kernel.languages import CODES


@register(MenuLink)
class MenuLinkTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = CODES
