"""The filters of a search, read from whatever an address may carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from search.documents import DocumentType

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z", re.ASCII | re.IGNORECASE)
_AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,5})?\Z", re.ASCII)
_TRUE: Final = frozenset({"1", "true", "on", "yes"})
_FALSE: Final = frozenset({"", "0", "false", "off", "no"})
MOST_VALUES: Final = 32  # of one filter: more than there are counties, fewer than would slow the engine


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """Several values of one filter mean any of them; several filters mean all of them.

    ``month`` (1 to 12) is the month that "in season" speaks of, also for its count. Prices are USD a unit, inclusive.
    """

    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    in_season: bool = False
    month: int = 1
    gi: bool = False
    cold_chain: bool = False
    price_min: Decimal | None = None
    price_max: Decimal | None = None

    @classmethod
    def parse(cls, params: Mapping[str, object], *, month: int) -> Self:
        """Read filters from a query string; what is malformed is dropped, never an error.

        Args:
            params: a QueryDict or a mapping; values may be text or several texts.
            month: the present month, 1 to 12.
        """
        types = frozenset(DocumentType)
        return cls(
            types=tuple(one for one in _codes(params, "type") if one in types),
            categories=_codes(params, "category"),
            counties=_codes(params, "county"),
            producers=_codes(params, "producer"),
            in_season=_flag(params, "in_season"),
            month=month,
            gi=_flag(params, "gi"),
            cold_chain=_flag(params, "cold_chain"),
            price_min=_amount(params, "price_min"),
            price_max=_amount(params, "price_max"),
        )


@dataclass(frozen=True, slots=True)
class Dropped:
    """A filter with a value that ``SearchFilters.parse`` leaves out; ``allowed``: ``code``, ``flag``, ``amount``,
    ``few`` (at most ``MOST_VALUES``) or ``type``.
    """

    name: str
    allowed: str


def dropped(params: Mapping[str, object]) -> list[Dropped]:
    """Return what ``SearchFilters.parse`` would leave out, for callers that are told. Empty texts are no value."""
    found = [Dropped(name, kind) for name, kind, is_good in _RULES if not all(map(is_good, _values(params, name)))]
    several = ("type", "category", "county", "producer")
    return found + [
        Dropped(name, "few") for name in several if len(dict.fromkeys(_values(params, name))) > MOST_VALUES
    ]


def is_code(text: str) -> bool:
    """Tell whether a text can be a code at all: ASCII letters, digits, hyphens, at most 64."""
    return _CODE.match(text) is not None


def _values(params: Mapping[str, object], name: str) -> list[str]:
    getlist = getattr(params, "getlist", None)
    value = getlist(name) if getlist else params.get(name, ())
    values: Iterable[object] = [value] if isinstance(value, str) or not isinstance(value, Iterable) else value
    return [text for text in values if isinstance(text, str)]


def _codes(params: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = (value for value in _values(params, name)[: MOST_VALUES * 4] if is_code(value))
    return tuple(dict.fromkeys(values))[:MOST_VALUES]


def _flag(params: Mapping[str, object], name: str) -> bool:
    values = _values(params, name) or [str(params.get(name, ""))]
    return values[-1].lower() in _TRUE


def _amount(params: Mapping[str, object], name: str) -> Decimal | None:
    for value in reversed(_values(params, name)):
        if _AMOUNT.match(value):
            return Decimal(value)
    return None


def _is_code_or_none(text: str) -> bool:
    return not text or is_code(text)


def _is_type(text: str) -> bool:
    return not text or text in frozenset(DocumentType)


def _is_flag(text: str) -> bool:
    return text.lower() in _TRUE | _FALSE


def _is_amount(text: str) -> bool:
    return not text or _AMOUNT.match(text) is not None


_RULES: Final = (
    ("type", "type", _is_type),
    *((name, "code", _is_code_or_none) for name in ("category", "county", "producer")),
    *((name, "flag", _is_flag) for name in ("in_season", "gi", "cold_chain")),
    *((name, "amount", _is_amount) for name in ("price_min", "price_max")),
)
