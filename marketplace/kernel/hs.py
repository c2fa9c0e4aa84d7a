"""Harmonised System codes: 6 digits worldwide, 8 or 10 in China."""

from __future__ import annotations

import re
from typing import Final

HS_CODE: Final = re.compile(r"[0-9]{8}(?:[0-9]{2})?")


def is_hs_code(text: str) -> bool:
    """Tell whether ``text`` has the form of an export code (8 or 10 digits)."""
    return HS_CODE.fullmatch(text) is not None


def dotted(code: str) -> str:
    """Write ``08109090`` as ``0810.90.90``, as tariffs print it."""
    return ".".join(part for part in (code[:4], code[4:6], code[6:8], code[8:]) if part)
