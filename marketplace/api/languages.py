"""The ``lang`` parameter of every address."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """The languages of the market, as they stand in its addresses."""

    ZH_HANS = "zh-hans"
    VI = "vi"
    EN = "en"

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        """Take the tags that other systems write for the same languages: ``zh``, ``zh-CN``, ``zh_Hans``, ``VI``."""
        tag = str(value)[:20].lower().replace("_", "-")
        if tag.split("-")[0] == "zh":
            return cls.ZH_HANS
        return next((known for known in cls if known.value == tag.split("-")[0]), None)
