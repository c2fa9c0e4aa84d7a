"""What is looked for, in one form: the same words and filters are the same question, however they were typed."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from marketplace.kernel.amounts import plain
from marketplace.kernel.text import clean
from search.analysis import parse
from search.filters import SearchFilters

MAX_TEXT: Final = 200
_MONTHS: Final = frozenset(map(str, range(1, 13)))
Pairs = list[tuple[str, str]]


def words(q: str) -> str:
    """Return what was typed, fit to be kept and shown: in one line, at most ``MAX_TEXT`` characters.

    Empty where nothing could be found with it.
    """
    text = line(q, limit=MAX_TEXT)
    return text if parse(text).units else ""


def line(typed: str, *, limit: int) -> str:
    """Return a text in one line, at most ``limit`` characters, without what cannot be seen but turns others around."""
    shown = "".join(one for one in clean(typed, limit=limit) if unicodedata.category(one) != "Cf")
    return " ".join(shown.split())


def pairs(params: Mapping[str, object]) -> Pairs:
    """Return filters in one form: known names, sorted, each value once; what is malformed is left out.

    Args:
        params: names and values as in an address; prices are USD a unit, ``month`` (1 to 12) a month of harvest,
            ``in_season`` whichever month it is when the search is run.
    """
    asked = SearchFilters.parse(params, month=1)
    several = {"category": asked.categories, "county": asked.counties, "producer": asked.producers}
    found = [(name, value) for name, values in several.items() for value in values]
    flags = {"in_season": asked.in_season, "gi": asked.gi, "cold_chain": asked.cold_chain}
    found += [(name, "1") for name, is_on in flags.items() if is_on]
    bounds = {"price_min": asked.price_min, "price_max": asked.price_max}
    found += [(name, plain(amount, language="en")) for name, amount in bounds.items() if amount is not None]
    found += [("month", month) for month in _texts(params.get("month"))[-1:] if month in _MONTHS]
    return sorted(found)


def _texts(value: object) -> list[str]:
    """Return the texts of one name: an address may hold several."""
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if isinstance(one, str)]


def key(q: str, filters: Iterable[tuple[str, str]] = ()) -> str:
    """Return 32 symbols that are the same for the same question, in whichever language its answer is read."""
    whole = json.dumps([parse(q).text, *map(list, filters)], ensure_ascii=False)
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()


def filters(kept: Iterable[tuple[str, str]], *, month: int) -> SearchFilters:
    """Return kept filters as the search takes them.

    Args:
        kept: what ``pairs`` returned.
        month: the present one, 1 to 12; "in season" speaks of it unless a month was chosen.
    """
    params: dict[str, list[str]] = {}
    for name, value in kept:
        params.setdefault(str(name), []).append(str(value))
    asked = SearchFilters.parse(params, month=month)
    chosen = params.get("month")
    return replace(asked, in_season=True, month=int(chosen[0])) if chosen else asked
