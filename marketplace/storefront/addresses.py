"""Query strings in one form: what a page answers to, in one order, without what only follows people around."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode

# What the public pages answer to. Others may add theirs with ``know``.
_known: set[str] = {
    "category", "county", "producer", "price_min", "price_max", "currency", "priced_in", "month", "in_season", "gi",
    "cold_chain", "sort", "view", "page", "q",
}  # fmt: skip
_TRACKING_PREFIXES: Final = ("utm_", "pk_", "mtm_")
_TRACKING: Final = frozenset({"fbclid", "gclid", "msclkid", "zalo_id", "spm"})
# How a page shows its goods, not which page it is: not part of its canonical address.
PRESENTATION: Final = frozenset({"sort", "view", "pack", "quantity"})
MAX_PAIRS: Final = 30
MAX_KNOWN_LENGTH: Final = 500

Pairs = list[tuple[str, str]]


def know(*names: str) -> None:
    """Name query parameters that some public page answers to (in ``AppConfig.ready``): pages with them are cached."""
    _known.update(names)


def is_tracking(name: str) -> bool:
    """Tell whether a parameter only says where somebody came from."""
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def pairs(query: str) -> Pairs:
    """Read a query string: without empty values and tracking, sorted by name, values of one name in their order.

    Raises:
        ValueError: more than ``MAX_PAIRS`` fields, or bytes that are not UTF-8.
    """
    read = parse_qsl(query, errors="strict", max_num_fields=MAX_PAIRS)
    return sorted(((name, value) for name, value in read if not is_tracking(name)), key=lambda pair: pair[0])


def cacheable_query(query: str) -> str | None:
    """Return the one form of a query string whose page may be kept, or None for one that must be answered anew."""
    if not query:
        return ""
    if len(query) > MAX_KNOWN_LENGTH:
        return None
    try:
        read = pairs(query)
    except ValueError:
        return None
    return None if any(name not in _known for name, _ in read) else urlencode(read)


def without(read: Iterable[tuple[str, str]], names: frozenset[str]) -> Pairs:
    """Return the pairs of other names."""
    return [(name, value) for name, value in read if name not in names]


def address(path: str, read: Iterable[tuple[str, str]]) -> str:
    """Join a path and query pairs."""
    query = urlencode(list(read))
    return f"{path}?{query}" if query else path
