"""Questions put to a snapshot: hits in order, counts, names to pick."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from tantivy import DocAddress, Order, Query

from search.analysis import ParsedQuery, parse
from search.analysis.fields import from_micro, month_flag
from search.engines import shown
from search.engines.base import Facets, SearchRequest, SearchResult, Suggestion
from search.engines.embedded.compiler import CompiledPlan, filter_queries, within
from search.engines.embedded.snapshot import Snapshot
from search.filters import SearchFilters
from search.ranking.plan import loosened, plan

_KEYS: Final = {"price": "price_up", "-price": "price_down", "newest": "newest"}
_OFFERED: Final = SearchFilters(types=tuple(str(kind) for kind in shown.OFFERED))
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
    key = (query.key, request.lang, request.filters, request.sort, request.page, request.size)
    return snapshot.kept(key, lambda: _answer(snapshot, query, request))


def _answer(snapshot: Snapshot, query: ParsedQuery, request: SearchRequest) -> SearchResult:
    found, is_partial = snapshot.kept(("plan", query.key), lambda: _planned(snapshot, query))
    filters = filter_queries(request.filters)
    total, facets = counted(snapshot, found.everything(), filters, request.filters)
    start = (request.page - 1) * request.size
    addresses = _page(snapshot, found, list(filters.values()), request, start, total)
    return SearchResult(
        total=total,
        hits=tuple(shown.hit(*payload(snapshot, address), request.lang) for address in addresses),
        facets=facets,
        suggestions=_help(snapshot, query, request.lang) if total < shown.HELP_BELOW else (),
        did_you_mean=found.did_you_mean,
        partial=is_partial,
        page=request.page,
        size=request.size,
    )


def _planned(snapshot: Snapshot, query: ParsedQuery) -> tuple[CompiledPlan, bool]:
    strict = CompiledPlan(plan(query, snapshot))
    if len(query.units) == 1 or snapshot.searcher.search(strict.everything(), 1, count=False).hits:
        return strict, False
    loose = loosened(query, snapshot)
    return (CompiledPlan(loose), True) if loose else (strict, False)


def _page(
    snapshot: Snapshot, found: CompiledPlan, filters: Sequence[Query], request: SearchRequest, start: int, total: int
) -> list[DocAddress]:
    size = min(request.size, total - start)
    if size <= 0:
        return []
    if request.sort == "relevance":
        return list(islice(_best(snapshot, found, filters, start, size), size))
    key = _KEYS.get(request.sort, f"name_{request.lang}")
    return _ordered(snapshot, within(found.everything(), filters), key, start, size)


def _best(
    snapshot: Snapshot, found: CompiledPlan, filters: Sequence[Query], start: int, size: int
) -> Iterator[DocAddress]:
    """Yield the documents from ``start``, best first: tier by tier, in a tier by bonus, then by rank."""
    end = start + size
    for tier in found.scores:
        if end <= 0:
            return
        result: Any = snapshot.searcher.search(within(found.scored(tier), filters), end)
        hits = [(round(score), address) for score, address in result.hits]
        is_all = len(hits) == result.count
        for score, skip, take, alone in _groups(hits, start, is_all=is_all):
            query = within(found.of_score(score), filters)
            yield from [alone] if alone else _ordered(snapshot, query, "rank", skip, take)
        start, end = max(start - result.count, 0), end - result.count


def _groups(
    hits: Sequence[tuple[int, DocAddress]], start: int, *, is_all: bool
) -> Iterator[tuple[int, int, int, DocAddress | None]]:
    """Yield (score, documents to skip, documents to take, the one document where there is but one) from ``start``."""
    scores = [score for score, _ in hits]
    for score in dict.fromkeys(scores[start:]):
        first, count = scores.index(score), scores.count(score)
        is_only = count == 1 and (is_all or first + 1 < len(scores))
        skip = max(start - first, 0)
        yield score, skip, count - skip, hits[first][1] if is_only else None


def _ordered(snapshot: Snapshot, query: Query, key: str, skip: int, take: int) -> list[DocAddress]:
    result: Any = snapshot.searcher.search(query, take, count=False, order_by_field=key, order=Order.Asc, offset=skip)
    return [address for _, address in result.hits]


def payload(snapshot: Snapshot, address: DocAddress) -> tuple[str, shown.Shown]:
    """Return id and payload of a document."""
    document = snapshot.searcher.doc(address)
    return str(document.get_first("id")), shown.opened(str(document.get_first("payload")))


def counted(
    snapshot: Snapshot, query: Query, filters: Mapping[str, Query], asked: SearchFilters
) -> tuple[int, Facets]:
    """Return how many documents pass the query and all filters, and the counts of the facets."""
    active = {name: _AGGREGATION_OF.get(name, name) for name in filters}
    found = _counted(snapshot, within(query, list(filters.values())), _AGGREGATIONS)
    total = sum(found["type"].values())  # every document has one type
    flags = dict.fromkeys(("in_season", "gi", "cold_chain"), found["flag"])
    for name, aggregation in active.items():
        others = [one for other, one in filters.items() if other != name]
        alone = _counted(snapshot, within(query, others), {aggregation: _AGGREGATIONS[aggregation]})
        if aggregation == "flag":
            flags[name] = alone["flag"]
        else:
            found[aggregation] = alone[aggregation]
    return total, Facets(
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
    return snapshot.kept(("suggest", query.key, lang, limit), lambda: suggestions(snapshot, query, lang, limit))


def _help(snapshot: Snapshot, query: ParsedQuery, lang: str) -> tuple[Suggestion, ...]:
    return tuple(suggestions(snapshot, query, lang, shown.HELPFUL))


def suggestions(snapshot: Snapshot, query: ParsedQuery, lang: str, limit: int) -> list[Suggestion]:
    """Return names of goods, categories, counties and producers that begin with what is typed or hold it."""
    found = snapshot.kept(("typing", query.key), lambda: CompiledPlan(plan(query, snapshot, typing=True)))
    addresses = islice(_best(snapshot, found, list(filter_queries(_OFFERED).values()), 0, limit * 2), limit * 2)
    return shown.suggestions((payload(snapshot, address)[1] for address in addresses), lang, limit)
