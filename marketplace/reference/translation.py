"""Which columns of the reference tables exist in zh-Hans, vi and en."""

from modeltranslation.translator import TranslationOptions, register

from marketplace.reference.models import Country, County, ExportDocument, Unit


@register(County)
class CountyTranslation(TranslationOptions):
    fields = ("name", "full_name", "description")
    required_languages = ("zh-hans", "vi")


@register(Unit)
class UnitTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("zh-hans", "vi")


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("zh-hans",)


@register(ExportDocument)
class ExportDocumentTranslation(TranslationOptions):
    fields = ("name", "note")
    required_languages = ("zh-hans", "vi")
