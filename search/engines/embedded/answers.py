"""Questions put to a snapshot: hits in order, counts, names to pick."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tantivy import DocAddress, Order, Query

from search.analysis import ParsedQuery, parse
from search.analysis.fields import from_micro, month_flag
from search.documents import DocumentType
from search.engines.base import Facets, Hit, SearchRequest, SearchResult, Suggestion
from search.engines.embedded.compiler import CompiledPlan, compiled, filter_queries, within
from search.engines.embedded.snapshot import Snapshot
from search.filters import SearchFilters
from search.ranking.plan import loosened, plan

_KEYS: Final = {"price": "price_up", "-price": "price_down", "newest": "newest"}
_SUGGESTED: Final = (DocumentType.GOOD, DocumentType.CATEGORY, DocumentType.COUNTY, DocumentType.PRODUCER)
_HELP_BELOW: Final = 3  # hits: then names to pick may help
_MOST_CODES: Final = 2_000
_AGGREGATIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "type": {"terms": {"field": "type", "size": 10}},
    "category": {"terms": {"field": "category", "size": _MOST_CODES}},
    "county": {"terms": {"field": "county", "size": _MOST_CODES}},
    "producer": {"terms": {"field": "producer", "size": _MOST_CODES}},
    "flag": {"terms": {"field": "flag", "size": 20}},
    "price": {"stats": {"field": "price"}},
}
_AGGREGATION_OF: Final = {"in_season": "flag", "gi": "flag", "cold_chain": "flag"}


def answer(snapshot: Snapshot, request: SearchRequest) -> SearchResult:
    """Answer a question from a snapshot."""
    query = parse(request.q)
    if not query.units:
        return SearchResult(page=request.page, size=request.size)
    key = (query.text, request.lang, request.filters, request.sort, request.page, request.size)
    return snapshot.kept(key, lambda: _answer(snapshot, query, request))


def _answer(snapshot: Snapshot, query: ParsedQuery, request: SearchRequest) -> SearchResult:
    found, is_partial = snapshot.kept(("plan", query.text), lambda: _planned(snapshot, query))
    filters = filter_queries(request.filters)
    total, addresses = _page(snapshot, found, list(filters.values()), request)
    return SearchResult(
        total=total,
        hits=tuple(_hit(snapshot, address, request.lang) for address in addresses),
        facets=_facets(snapshot, found.scored, filters, request.filters),
        suggestions=tuple(suggestions(snapshot, query, request.lang, 5)) if total < _HELP_BELOW else (),
        did_you_mean=found.did_you_mean,
        partial=is_partial,
        page=request.page,
        size=request.size,
    )


def _planned(snapshot: Snapshot, query: ParsedQuery) -> tuple[CompiledPlan, bool]:
    strict = compiled(plan(query, snapshot))
    if snapshot.searcher.search(strict.scored, 1, count=False).hits:
        return strict, False
    loose = loosened(query, snapshot)
    return (compiled(loose), True) if loose else (strict, False)


def _page(
    snapshot: Snapshot, found: CompiledPlan, filters: Sequence[Query], request: SearchRequest
) -> tuple[int, list[DocAddress]]:
    start = (request.page - 1) * request.size
    everything = within(found.scored, filters)
    if request.sort != "relevance":
        key = _KEYS.get(request.sort, f"name_{request.lang}")
        result: Any = snapshot.searcher.search(
            everything, request.size, order_by_field=key, order=Order.Asc, offset=start
        )
        return result.count, [address for _, address in result.hits]
    result = snapshot.searcher.search(everything, start + request.size)
    groups = _groups([round(score) for score, _ in result.hits], start)
    return result.count, [
        address
        for score, skip, take in groups
        for address in _ranked(snapshot, within(found.of_score(score), filters), skip, take)
    ]


def _groups(scores: Sequence[int], start: int) -> Iterator[tuple[int, int, int]]:
    """Yield (score, how many of its documents to skip, how many to take) for the hits from ``start``."""
    for score in dict.fromkeys(scores[start:]):
        first = scores.index(score)
        yield score, max(start - first, 0), sum(1 for one in scores[start:] if one == score)


def _ranked(snapshot: Snapshot, query: Query, skip: int, take: int) -> list[DocAddress]:
    result = snapshot.searcher.search(query, take, count=False, order_by_field="rank", order=Order.Asc, offset=skip)
    return [address for _, address in result.hits]


def payload(snapshot: Snapshot, address: DocAddress) -> tuple[str, dict[str, Any]]:
    """Return id and payload of a document."""
    document = snapshot.searcher.doc(address)
    return str(document.get_first("id")), json.loads(str(document.get_first("payload")))


def _hit(snapshot: Snapshot, address: DocAddress, lang: str) -> Hit:
    id_, shown = payload(snapshot, address)
    return Hit(id=id_, type=shown["t"], sku=shown["s"], name=_name(shown, lang), url=_url(shown, lang))


def _name(shown: Mapping[str, Any], lang: str) -> str:
    names: Mapping[str, str] = shown["n"]
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")


def _url(shown: Mapping[str, Any], lang: str) -> str:
    return f"/{lang}/{str(shown['u']).lstrip('/')}"


def _facets(snapshot: Snapshot, query: Query, filters: Mapping[str, Query], asked: SearchFilters) -> Facets:
    active = {name: _AGGREGATION_OF.get(name, name) for name in filters}
    found = _counted(snapshot, within(query, list(filters.values())), _AGGREGATIONS)
    flags = dict.fromkeys(("in_season", "gi", "cold_chain"), found["flag"])
    for name, aggregation in active.items():
        others = [one for other, one in filters.items() if other != name]
        alone = _counted(snapshot, within(query, others), {aggregation: _AGGREGATIONS[aggregation]})
        if aggregation == "flag":
            flags[name] = alone["flag"]
        else:
            found[aggregation] = alone[aggregation]
    return Facets(
        type=found["type"],
        category=found["category"],
        county=found["county"],
        producer=found["producer"],
        in_season=flags["in_season"].get(month_flag(asked.month), 0),
        gi=flags["gi"].get("gi", 0),
        cold_chain=flags["cold_chain"].get("cold", 0),
        price_min=_bound(found["price"].get("min")),
        price_max=_bound(found["price"].get("max")),
    )


def _counted(snapshot: Snapshot, query: Query, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    counted = snapshot.searcher.aggregate(query, {name: dict(how) for name, how in wanted.items()})
    return {name: _counts(value) for name, value in counted.items()}


def _counts(value: Mapping[str, Any]) -> dict[str, Any]:
    if "buckets" not in value:
        return dict(value)
    return {bucket["key"]: bucket["doc_count"] for bucket in value["buckets"]}


def _bound(value: float | None) -> Any:
    return None if value is None or not math.isfinite(value) else from_micro(value)


def suggest(snapshot: Snapshot, q: str, lang: str, limit: int) -> list[Suggestion]:
    """Complete what is being typed, from a snapshot."""
    query = parse(q)
    if not query.units:
        return []
    return snapshot.kept(("suggest", query.text, lang, limit), lambda: suggestions(snapshot, query, lang, limit))


def suggestions(snapshot: Snapshot, query: ParsedQuery, lang: str, limit: int) -> list[Suggestion]:
    """Return names of goods, categories, counties and producers that begin with what is typed or hold it."""
    found = snapshot.kept(("typing", query.text), lambda: compiled(plan(query, snapshot, typing=True)))
    filters = list(filter_queries(SearchFilters(types=tuple(str(kind) for kind in _SUGGESTED))).values())
    request = SearchRequest(q=query.text, lang=lang, filters=SearchFilters(), sort="relevance", page=1, size=limit * 2)
    _, addresses = _page(snapshot, found, filters, request)
    names: dict[str, Suggestion] = {}
    for address in addresses:
        _, shown = payload(snapshot, address)
        text = _name(shown, lang)
        names.setdefault(text, Suggestion(text=text, type=shown["t"], sku=shown["s"], url=_url(shown, lang)))
    return list(names.values())[:limit]
