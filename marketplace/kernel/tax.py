"""Tax codes as the buyers' countries write them."""

from __future__ import annotations

import re
from typing import Final

_VIETNAM: Final = re.compile(r"[0-9]{10}(?:-?[0-9]{3})?")
_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def is_vietnamese_tax_code(text: str) -> bool:
    """Tell whether ``text`` is an enterprise's mã số thuế: ten digits with a check digit, a branch adds ``-001``.

    Source: Circular 105/2020/TT-BTC, article 5; the check digit's weights as published by the tax service.
    """
    if not _VIETNAM.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:9], _WEIGHTS, strict=True))
    return int(text[9]) == 10 - total % 11
