"""The bodies of searches: one request brings hits, total and all counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Bool, MatchAll, Query

from search.documents import DocumentType
from search.engines.base import SearchRequest
from search.engines.elasticsearch.compiler import NOTHING, all_of, everything, flag_of, scored, term, to_query
from search.ranking.plan import Plan

CODES: Final = ("type", "category", "county", "producer")
FLAGGED: Final = ("in_season", "gi", "cold_chain")
_KEYS: Final = {"price": "price_up", "-price": "price_down", "newest": "newest"}
_MOST_CODES: Final = 2_000


def answer(plan: Plan, filters: Mapping[str, Query], request: SearchRequest) -> dict[str, Any]:
    """Return the body for an answer: filters cut hits, each facet counts behind all filters but its own.

    ``matched`` counts what the query finds without any filter, ``goods`` the goods among it, ``certain``
    what is what was asked for.
    """
    start = (request.page - 1) * request.size
    search = _ordered(plan, request)[start : start + request.size]
    search = search.post_filter(all_of(filters.values())) if filters else search
    search.aggs.bucket("matched", A("filter", MatchAll()))
    search.aggs.bucket("goods", A("filter", term("type", DocumentType.GOOD)))
    search.aggs.bucket("certain", A("filter", to_query(plan.certain) if plan.certain else NOTHING))
    for name, facet in _facets(filters, request.filters.month).items():
        search.aggs.bucket(name, facet)
    return search.source(["payload"]).extra(track_total_hits=True).to_dict()


def _ordered(plan: Plan, request: SearchRequest) -> Search[Any]:
    search: Search[Any] = Search()
    if request.sort == "relevance":
        return search.query(scored(plan)).sort("_score", "rank")
    return search.query(everything(plan)).sort(_KEYS.get(request.sort, f"name_{request.lang}"))


def _facets(filters: Mapping[str, Query], month: int) -> dict[str, Agg[Any]]:
    facets: dict[str, Agg[Any]] = {}
    for name in CODES:
        facets[name] = A("filter", _others(filters, name))
        facets[name].bucket("counts", "terms", field=name, size=_MOST_CODES)
    for name in FLAGGED:
        facets[name] = A("filter", all_of([_others(filters, name), term("flag", flag_of(name, month))]))
    facets["price"] = A("filter", _others(filters, "price"))
    facets["price"].metric("low", "min", field="price").metric("high", "max", field="price")
    return facets


def _others(filters: Mapping[str, Query], name: str) -> Query:
    return all_of(one for other, one in filters.items() if other != name)


def names(plan: Plan, shown: Query, size: int) -> dict[str, Any]:
    """Return the body for names to pick from, the best first."""
    search: Search[Any] = Search()
    search = search.query(Bool(must=[scored(plan)], filter=[shown])).sort("_score", "rank")[:size]
    return search.source(["payload"]).extra(track_total_hits=False).to_dict()
