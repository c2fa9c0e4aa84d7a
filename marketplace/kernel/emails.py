"""E-mail addresses as people type and paste them, in the one form that is kept."""

from __future__ import annotations

import re
from typing import Final

from marketplace.kernel.text import bare

MAX_EMAIL: Final = 254  # RFC 5321
_NAMED: Final = re.compile(r"[^<>]*<([^<>]+)>")
_LED: Final = re.compile(r"(?:e-?mail|mail ?to|邮箱|电子邮箱|电邮|hộp thư|thư điện tử) ?: ?", re.IGNORECASE)
_AROUND: Final = " .,;:'\"`<>()[]"


def email_address(text: str) -> str:
    """Return an address in lower case without what typing and pasting bring along; whether it is one is for a
    validator to say.

    Full-width letters and ``＠`` are plain ones, marks that cannot be seen and blanks at ``@`` and points fall away,
    so do ``mailto:``, a name before ``<…>`` and the stop that ended the sentence it was copied from.
    """
    plain = bare(text, limit=MAX_EMAIL * 2).replace("。", ".").replace("｡", ".")
    plain = _LED.sub("", plain, count=1)
    if named := _NAMED.fullmatch(plain):
        plain = named[1]
    return re.sub(r" ?([@.]) ?", r"\1", plain.strip(_AROUND)).lower()
