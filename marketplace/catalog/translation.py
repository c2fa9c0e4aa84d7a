"""Which columns of the catalogue exist in zh-Hans, vi and en."""

from modeltranslation.translator import TranslationOptions, register

from marketplace.catalog.models import Category, Good, Pack, Picture
from marketplace.kernel.languages import OWED


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = OWED


@register(Good)
class GoodTranslation(TranslationOptions):
    fields = ("name", "description", "ordering_reason", "storage", "fob_place")
    required_languages = {**dict.fromkeys(OWED, ("name",)), "default": ()}
    empty_values = ""


@register(Pack)
class PackTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt",)
    empty_values = ""
