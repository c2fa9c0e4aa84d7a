"""The ``lang`` parameter of every address."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


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


def language_of(request: HttpRequest) -> Language:
    """Return the language in which a caller wants to read a refusal: ``lang``, or English where it names none."""
    try:
        return Language(request.GET.get("lang", Language.EN))
    except ValueError:
        return Language.EN
