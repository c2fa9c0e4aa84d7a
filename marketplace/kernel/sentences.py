"""What plain values refuse, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.money import UnknownCurrency
from marketplace.kernel.phones import PhoneNotValid
from marketplace.kernel.quantities import QuantityNotANumber, QuantityNotOrderable
from marketplace.kernel.refusals import UNPROCESSABLE, says, words
from marketplace.kernel.tax import TaxCodeNotValid
from marketplace.kernel.verdicts import ReasonMissing

_TAX_CODES: Final = {
    "VN": gettext_lazy(
        "This is not a valid Vietnamese tax code. Type the ten digits of the enterprise, the last of which is a "
        "check digit, thirteen for a branch, or the twelve of the personal number of a household business."
    ),
    "CN": gettext_lazy(
        "This is not a valid unified social credit code. Check its eighteen digits and letters, the last of which "
        "is a check character; the letters I, O, S, V and Z do not occur in it."
    ),
    "TH": gettext_lazy(
        "This is not a valid Thai tax number. Check its thirteen digits; the last one is a check digit."
    ),
}

says(QuantityNotANumber, gettext_lazy("Type a whole number of packs, from 1 to 999,999,999."), status=UNPROCESSABLE)


@words(QuantityNotOrderable, status=UNPROCESSABLE)
def _quantity(error: QuantityNotOrderable) -> str:
    facts = {"moq": error.moq, "step": error.step, "lower": error.lower, "upper": error.upper}
    if error.lower is None:
        return _("Order at least %(moq)s packs, in steps of %(step)s.") % facts
    if error.upper is None:
        return _("Order at most %(lower)s packs at a time.") % facts
    return _("Order %(lower)s or %(upper)s packs: at least %(moq)s, in steps of %(step)s.") % facts


@words(TaxCodeNotValid, status=UNPROCESSABLE)
def _tax_code(error: TaxCodeNotValid) -> str:
    return str(_TAX_CODES.get(error.country) or _("Type the tax code with four to twenty digits and letters."))


@words(PhoneNotValid, status=UNPROCESSABLE)
def _phone(error: PhoneNotValid) -> str:
    if error.reason == "several":
        return _("Type one phone number only; an extension may follow it.")
    return _("This is no phone number. Type it with the area code, and with + and the country code if it is abroad.")


@words(UnknownCurrency, status=UNPROCESSABLE)
def _currency(error: UnknownCurrency) -> str:
    return _("The market does not trade in %(currency)s.") % {"currency": error.currency}


@words(ReasonMissing, status=UNPROCESSABLE)
def _reason(error: ReasonMissing) -> str:
    if error.problem == "note":
        return _("This reason needs a word beside it: say what exactly is to be changed.")
    return _("Choose a reason: the other side needs to know what to change.")
