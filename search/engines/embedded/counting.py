"""How many documents a question finds, and the counts of its facets, in one walk over them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from tantivy import Query

from search.analysis.fields import from_micro, micro
from search.documents import DocumentType
from search.engines.base import Facets
from search.engines.embedded.compiler import codes_of, flag_of, flags_of
from search.engines.embedded.snapshot import Snapshot
from search.filters import SearchFilters

_MOST_CODES: Final = 2_000
_NO_CODE: Final = "-"  # which no document has
_ALL: Final[Mapping[str, Any]] = {"value_count": {"field": "type"}}  # every document has one type
_GOODS: Final = {"filter": f"type:{DocumentType.GOOD}"}
_COUNTED: Final[Mapping[str, Mapping[str, Any]]] = {
    "type": {"terms": {"field": "type", "size": 10}},
    "category": {"terms": {"field": "category", "size": _MOST_CODES}},
    "county": {"terms": {"field": "county", "size": _MOST_CODES}},
    "producer": {"terms": {"field": "producer", "size": _MOST_CODES}},
    "price": {"stats": {"field": "price"}},
}
_FLAGGED: Final = ("in_season", "gi", "cold_chain")


@dataclass(frozen=True, slots=True)
class Counts:
    """Without any filter: ``matched`` documents, ``goods`` among them; ``total``: those that pass all filters."""

    matched: int
    goods: int
    total: int
    facets: Facets


def counted(snapshot: Snapshot, query: Query, asked: SearchFilters) -> Counts:
    """Return the counts of what a query finds, each facet's behind all filters but its own."""
    filters = _said(asked)
    facets = {**_COUNTED, **{name: {"filter": f"flag:{flag_of(name, asked.month)}"} for name in _FLAGGED}}
    own = {name: _filtered([one for other, one in filters.items() if other != name], facets[name]) for name in filters}
    rest = {name: how for name, how in facets.items() if name not in filters}
    passing = {"passing": {"filter": " AND ".join(filters.values()), "aggs": rest}} if filters else rest
    found = snapshot.searcher.aggregate(query, {"matched": dict(_ALL), "goods": _GOODS, **passing, **own})
    matched = int(found["matched"]["value"])
    return Counts(
        matched=matched,
        goods=int(found["goods"]["doc_count"]),
        total=int(found["passing"]["doc_count"]) if filters else matched,
        facets=_facets({**found, **found.get("passing", {}), **{name: _unwrapped(found[name]) for name in own}}),
    )


def count(snapshot: Snapshot, query: Query) -> int:
    """Return how many documents a query finds."""
    return int(snapshot.searcher.aggregate(query, {"all": dict(_ALL)})["all"]["value"])


def _said(asked: SearchFilters) -> dict[str, str]:
    """Return the active filters in tantivy's language, by the facet that each belongs to: codes and numbers only."""
    codes = codes_of(asked)
    found = {name: f"{name}: IN [{_listed(some or [_NO_CODE])}]" for name, some in codes.items()}
    found |= {name: f"flag:{flag}" for name, flag in flags_of(asked).items()}
    if asked.price_min is not None or asked.price_max is not None:
        found["price"] = f"price:[{_bound(asked.price_min)} TO {_bound(asked.price_max)}]"
    return found


def _listed(codes: Iterable[str]) -> str:
    return " ".join(f'"{one}"' for one in codes)


def _bound(price: Decimal | None) -> str:
    return "*" if price is None else str(micro(price))


def _filtered(filters: list[str], how: Mapping[str, Any]) -> dict[str, Any]:
    return {"filter": " AND ".join(filters), "aggs": {"own": dict(how)}} if filters else dict(how)


def _unwrapped(found: Mapping[str, Any]) -> Mapping[str, Any]:
    own: Mapping[str, Any] = found.get("own", found)
    return own


def _facets(found: Mapping[str, Mapping[str, Any]]) -> Facets:
    return Facets(
        type=_by_code(found["type"]),
        category=_by_code(found["category"]),
        county=_by_code(found["county"]),
        producer=_by_code(found["producer"]),
        in_season=found["in_season"]["doc_count"],
        gi=found["gi"]["doc_count"],
        cold_chain=found["cold_chain"]["doc_count"],
        price_min=_price(found["price"].get("min")),
        price_max=_price(found["price"].get("max")),
    )


def _by_code(found: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}


def _price(value: float | None) -> Decimal | None:
    return None if value is None or not math.isfinite(value) else from_micro(value)
