"""Which columns of a bank account exist in zh-Hans, vi and en."""

from modeltranslation.translator import TranslationOptions, register

from marketplace.kernel.languages import OWED
from marketplace.payments.models import BankAccount


@register(BankAccount)
class BankAccountTranslation(TranslationOptions):
    fields = ("beneficiary", "bank_name")
    required_languages = OWED
