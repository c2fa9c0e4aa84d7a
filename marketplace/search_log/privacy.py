"""Which searches are kept by their words: none that may name or number a person.

Source: docs/adr/0017-searches-are-counted-without-their-people.md
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from marketplace.search_log.models import MAX_TEXT
from search.analysis import parse

# Seven digits are a telephone number without its prefix; an account, an identity card or a tax code has more. A date
# of birth has eight. What people put between digits does not make them shorter.
_LONG_NUMBER: Final = re.compile(r"\d(?:[\s.,\-–—_·•/()+*#:]{0,3}\d){6,}")
# A tariff code is written with points after four and six digits, which nobody does with a telephone number.
_TARIFF_CODE: Final = re.compile(r"(?<![\d.])\d{4}\.\d{2}(?:\.?\d{2}){0,2}(?![\d.])")
_ADDRESS: Final = re.compile(
    r"@|://|\bwww\.|\b(?:zalo|wechat|weixin|telegram|whatsapp|facebook|fb|qq)\b|微信", re.IGNORECASE
)
_CHINESE_DIGITS: Final = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")


def kept_text(q: str) -> str:
    """Return the words under which a search is counted, in normal form and cut; empty when they are not kept.

    Args:
        q: what was typed, anything at all.
    """
    return "" if is_personal(q) else parse(q).text[:MAX_TEXT].strip()


def is_personal(q: str) -> bool:
    """Tell whether a text looks like an address, an account or a number of a person or a company."""
    plain = unicodedata.normalize("NFKC", q[:400]).translate(_CHINESE_DIGITS)
    digits = "".join(_digit(one) for one in plain)
    return bool(_ADDRESS.search(plain)) or bool(_LONG_NUMBER.search(_TARIFF_CODE.sub(" ", digits)))


def _digit(character: str) -> str:
    """A digit of any script as an ASCII one; marks that cannot be seen go, so that none can part a number."""
    if unicodedata.category(character) in {"Cf", "Cc", "Mn"}:
        return ""
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)
