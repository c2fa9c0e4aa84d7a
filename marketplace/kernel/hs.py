"""Harmonised System codes: 6 digits worldwide, 8 or 10 in China."""

from __future__ import annotations

import re
from typing import Final

HS_CODE: Final = re.compile(r"[0-9]{8}(?:[0-9]{2})?")
