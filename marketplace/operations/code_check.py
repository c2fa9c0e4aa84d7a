"""What the code of a company says of itself: whether it can be one of its country, and of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from marketplace.companies.models import Company
from marketplace.kernel.refusals import sentence
from marketplace.kernel.tax import TaxCodeNotValid, parse_tax_code

CHECKED: Final = frozenset({"VN", "CN", "TH"})
_PERSONAL_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """``state``: ``ok``, ``bad``, ``missing`` or ``unknown`` (no check digit that we know); ``text`` says it."""

    state: str
    text: str


def code_check(company: Company) -> CodeCheck:
    """Return whether the tax code of ``company`` can be one of its country. No query, and nobody is asked."""
    if not company.tax_code:
        return CodeCheck("missing", _("No code was given."))
    try:
        code = parse_tax_code(company.tax_code, country=company.country)
    except TaxCodeNotValid as refusal:
        return CodeCheck("bad", sentence(refusal))
    if company.country not in CHECKED:
        return CodeCheck(
            "unknown", _("The codes of this country have no check digit that we know: compare it by hand.")
        )
    if company.country == "VN" and len(code) == _PERSONAL_DIGITS:
        return CodeCheck(
            "ok", _("Personal number of a household business or a person (12 digits); the form is right.")
        )
    return CodeCheck("ok", _good(company.country))


def _good(country: str) -> str:
    if country == "CN":
        return _("Unified social credit code (GB 32100); the check character is right.")
    return _("Tax code of an enterprise; the check digit is right.")
