"""Amounts of money as people type them: the one rule for every price that is read, in forms, addresses and files."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from marketplace.kernel.languages import language_of
from marketplace.kernel.text import bare

_LONGEST: Final = 40
_GROUP: Final = 3  # digits: what stands so after a mark could be thousands
_PLAIN: Final = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?")
# Thousands with a point, a comma, an apostrophe or a blank; then decimals after another mark.
_GROUPED: Final = re.compile(
    r"[1-9][0-9]{0,2}(?P<mark>[., '’])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,][0-9]{1,9})?"
)
_ONE_GROUP: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
# What stands before or after an amount of a currency, on our pages and on others'. In NFKC, in lower case.
_MARKS: Final[dict[str, tuple[str, ...]]] = {
    "USD": ("usd", "us$", "$", "美元", "đô la mỹ", "đô la"),
    "CNY": ("cny", "rmb", "cn¥", "¥", "元", "人民币", "nhân dân tệ", "tệ"),
    "VND": ("vnd", "vnđ", "₫", "đ", "đồng", "越南盾", "盾"),
    "THB": ("thb", "฿", "baht", "泰铢", "บาท"),
    "LAK": ("lak", "₭", "kip", "基普", "ກີບ"),
}


def read_amount(text: str, *, language: str, currency: str = "") -> Decimal | None:
    """Read an amount, None for what is none: no signs, exponents or underscores.

    Where both marks stand, the last one is the decimal mark: ``7.510,00`` and ``7,510.00`` are the same everywhere.
    A single mark before exactly three digits could be either (``1.000``): it is what the language of the page writes,
    thousands in Vietnamese after a point and elsewhere after a comma. Any other single mark is a decimal mark.

    Args:
        text: hostile until read.
        language: of the page on which it was typed, a language code of the settings.
        currency: its ISO code or signs may stand before or after the amount; those of another make it none.
    Source: docs/typed.md
    """
    typed = _without_currency(bare(text, limit=_LONGEST + 1), currency)
    if len(typed) > _LONGEST:
        return None
    if _ONE_GROUP.fullmatch(typed):
        typed = typed.replace(language_of(language).group, "")
    elif grouped := _GROUPED.fullmatch(typed):
        typed = typed.replace(grouped["mark"], "")
    return Decimal(typed.replace(",", ".")) if _PLAIN.fullmatch(typed) else None


def plain(amount: Decimal, *, language: str) -> str:
    """Write an amount as a field of the language holds it: ungrouped, and in no language to be read as grouped."""
    text = f"{amount.normalize():f}"
    if len(text.partition(".")[2]) == _GROUP:
        text += "0"
    return text.replace(".", language_of(language).decimal)


def _without_currency(text: str, currency: str) -> str:
    lowered = text.lower()
    for mark in sorted(_MARKS.get(currency, ()), key=len, reverse=True):
        if lowered.startswith(mark):
            return text[len(mark) :].strip()
        if lowered.endswith(mark):
            return text[: -len(mark)].strip()
    return text
