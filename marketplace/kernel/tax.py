"""Tax codes as companies write them, checked where their country has a check, and the one form in which they are kept.

Source: docs/typed.md
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from stdnum.cn import uscc
from stdnum.th import tin
from stdnum.vn import mst

from marketplace.kernel.errors import DomainError
from marketplace.kernel.text import bare

MAX_TYPED: Final = 80
# "MST: ", "Mã số thuế/MSDN:", "统一社会信用代码：", "Tax code ": words before the code, no letter of it.
_LED: Final = re.compile(
    r"[^0-9]*:|[^0-9:]*(?:mst|msdn|mã số thuế|mã số|tax code|tax id|\btin|\bvat|uscc|npwp|税号|识别号|信用代码"
    r"|\bno\.?)(?![a-z])[\s)]*"
)
_SEPARATORS: Final = re.compile("[\\s.,/·•・_\u2010-\u2015\u2212-]")
_SHAPE: Final = re.compile(r"[0-9A-Z]{4,20}")
_ENTERPRISE: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_CUT_BRANCH: Final = re.compile(r"[0-9]{10}[^0-9]+[0-9]{2}")  # twelve digits, but a branch that lost its last one
# Place of birth, century and sex (0 to 3: the twentieth and twenty-first), year, six digits; no check digit.
_PERSONAL: Final = re.compile(r"(?!000)[0-9]{3}[0-3][0-9]{2}(?!000000)[0-9]{6}")


class TaxCodeNotValid(DomainError):
    """No tax code of this country. ``country``: ISO 3166 alpha-2."""

    code = "tax_code_not_valid"

    def __init__(self, *, country: str) -> None:
        super().__init__(country)
        self.country = country


def parse_tax_code(text: str, *, country: str) -> str:
    """Return a tax code in its one form: digits and capitals; a Vietnamese branch as ``0100109106-001``.

    Vietnam: ten digits with a check digit, thirteen for a branch, or the twelve of the personal number under which
    household businesses and persons pay since 1 July 2025. China: the eighteen characters of the unified social
    credit code, GB 32100. Thailand: thirteen digits with a check digit. Elsewhere: four to twenty letters and digits.

    Raises:
        TaxCodeNotValid: it is none of its country.
    Source: Circular 86/2024/TT-BTC, articles 5 and 39; GB 32100-2015; docs/typed.md
    """
    plain = _LED.sub("", bare(text, limit=MAX_TYPED).casefold(), count=1)
    if country == "VN" and _CUT_BRANCH.fullmatch(plain.strip()):
        raise TaxCodeNotValid(country=country)
    code = _SEPARATORS.sub("", plain).upper()
    parsed = _BY_COUNTRY.get(country, _elsewhere)(code.removeprefix(country) if country in _BY_COUNTRY else code)
    if parsed is None:
        raise TaxCodeNotValid(country=country)
    return parsed


def _vietnamese(code: str) -> str | None:
    if _PERSONAL.fullmatch(code):
        return code
    # The library refuses the sequence number zero too, which nobody is given: the demonstration's companies bear it.
    if not _ENTERPRISE.fullmatch(code) or code[10:] == "000" or mst.calc_check_digit(code[:9]) != code[9]:
        return None
    return str(mst.format(code))


def _chinese(code: str) -> str | None:
    return code if uscc.is_valid(code) else None


def _thai(code: str) -> str | None:
    return code if tin.is_valid(code) else None


def _elsewhere(code: str) -> str | None:
    return code if _SHAPE.fullmatch(code) and any(one.isdigit() for one in code) else None


_BY_COUNTRY: Final[dict[str, Callable[[str], str | None]]] = {"VN": _vietnamese, "CN": _chinese, "TH": _thai}
