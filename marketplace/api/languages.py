"""The ``lang`` parameter of every address."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """The languages of the market, as they stand in its addresses."""

    ZH_HANS = "zh-hans"
    VI = "vi"
    EN = "en"
