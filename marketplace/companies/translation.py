"""Which columns of a company exist in zh-Hans, vi and en."""

from modeltranslation.translator import TranslationOptions, register

from marketplace.companies.models import Company


@register(Company)
class CompanyTranslation(TranslationOptions):
    fields = ("name", "description", "address")
    empty_values = ""
