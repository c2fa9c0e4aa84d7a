"""The ``lang`` parameter of every address."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from marketplace.kernel.languages import COMMON, LANGUAGES, known

if TYPE_CHECKING:
    from django.http import HttpRequest


class Language(StrEnum):
    """The languages of the market, as they stand in its addresses."""

    # One member a row of the table: the namespace of a class that is being made may be written to.
    vars().update({one.column.upper(): one.code for one in LANGUAGES})

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        """Take the tags that other systems write for the same languages: ``zh``, ``zh-CN``, ``zh_Hans``, ``VI``."""
        code = known(str(value))
        return cls(code) if code else None


DEFAULT: Final = Language(COMMON)


def language_of(request: HttpRequest) -> Language:
    """Return the language in which a caller wants to read a refusal: ``lang``, or the common one."""
    try:
        return Language(request.GET.get("lang", DEFAULT))
    except ValueError:
        return DEFAULT
