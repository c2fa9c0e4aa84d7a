"""Which columns of the reference tables exist in zh-Hans, vi and en."""

from modeltranslation.translator import TranslationOptions, register

from marketplace.kernel.languages import MAIN, OWED
from marketplace.reference.models import Country, County, ExportDocument, Unit


@register(County)
class CountyTranslation(TranslationOptions):
    fields = ("name", "full_name", "description")
    required_languages = OWED


@register(Unit)
class UnitTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = OWED


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = (MAIN.code,)


@register(ExportDocument)
class ExportDocumentTranslation(TranslationOptions):
    fields = ("name", "note")
    required_languages = OWED
