"""Who runs the market: what the law wants to stand on its pages, from the settings.

Source of the facts: China's E-Commerce Law, articles 15 and 33; Vietnam's Decree 52/2013/ND-CP, article 29. Which of
them an operator needs is for its counsel to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext

from marketplace.kernel.demo import data
from marketplace.kernel.languages import best

_IN_FOOT: Final = frozenset({
    "operator_name", "registered_address", "phone", "phone_vn", "email",
    "icp_number", "police_filing", "vn_ecommerce_registration",
})  # fmt: skip
# Where a filing can be looked up; a site in China links its number there.
_REGISTERS: Final[Mapping[str, str]] = {
    "icp_number": "https://beian.miit.gov.cn/",
    "police_filing": "https://beian.mps.gov.cn/",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """``url``: the register that holds the number, or empty."""

    key: str
    label: str
    value: str
    url: str = ""


def facts(language: str) -> list[Fact]:
    """Return what is known of the operator, for a reader of ``language``: labels in the active language."""
    labels, known = _labels(), _known()
    texts = {key: best(known.get(key, {}), language) for key in labels}
    return [
        Fact(key=key, label=label, value=texts[key], url=_REGISTERS.get(key, ""))
        for key, label in labels.items()
        if texts[key]
    ]


def foot(language: str) -> list[Fact]:
    """Return what stands at the foot of every page."""
    return [fact for fact in facts(language) if fact.key in _IN_FOOT]


def value(key: str, language: str) -> str:
    """Return one fact, empty where it is not known."""
    return best(_known().get(key, {}), language)


def is_sample() -> bool:
    """Tell whether the operator is the invented one of the demonstration."""
    return not settings.OPERATOR and settings.DEMO_ALLOWED


def is_named() -> bool:
    """Tell whether visitors are told who runs the market and how to reach them; without both it is not served."""
    known = settings.OPERATOR
    return is_sample() or bool(known.get("operator_name") and (known.get("phone") or known.get("email")))


def _known() -> Mapping[str, Mapping[str, str]]:
    """Return the facts by key, each by language code."""
    known: Mapping[str, Mapping[str, str]] = data("imprint")["facts"] if is_sample() else settings.OPERATOR
    return known


def _labels() -> dict[str, str]:
    return {
        "operator_name": gettext("Operator"),
        "operator_credit_code": gettext("Unified social credit code"),
        "registered_address": gettext("Registered address"),
        "legal_representative": gettext("Legal representative"),
        "phone": gettext("Telephone"),
        "phone_vn": gettext("Vietnamese helpline"),
        "email": gettext("E-mail"),
        "icp_number": gettext("ICP filing number"),
        "police_filing": gettext("Public-security filing"),
        "telecom_licence": gettext("Value-added telecommunications licence"),
        "vn_ecommerce_registration": gettext("Vietnamese e-commerce registration"),
        "vn_representative": gettext("Representative in Vietnam"),
        "data_protection_contact": gettext("Personal data contact"),
    }
