"""Questions put to a snapshot: hits in order, counts, names to pick."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from tantivy import DocAddress, Order, Query

from search.analysis import ParsedQuery
from search.engines import shown
from search.engines.base import SearchRequest, SearchResult, Suggestion
from search.engines.embedded.compiler import CompiledPlan, filter_queries, within
from search.engines.embedded.counting import Counts, count, counted
from search.engines.embedded.snapshot import Snapshot
from search.filters import SearchFilters
from search.ranking.plan import Plan, loosened, plan, suffices
from search.ranking.reading import read

Place = tuple[int, int]  # a DocAddress that can be in a set
_BEST: Final = "relevance"
_KEYS: Final = {"price": "price_up", "-price": "price_down", "newest": "newest"}
_UNCOUNTED: Final = 1  # where this tier does not suffice, it is worth while to know how many documents there are
_OFFERED: Final = SearchFilters(types=tuple(str(kind) for kind in shown.OFFERED))


def answer(snapshot: Snapshot, request: SearchRequest) -> SearchResult:
    """Answer a question from a snapshot."""
    query = read(request.q, snapshot)
    if not query.units:
        return SearchResult(page=request.page, size=request.size)
    order = _KEYS.get(request.sort) or (request.sort if request.sort == _BEST else f"name_{request.lang}")
    key = (query.key, request.filters, order, request.page, request.size)
    chosen = snapshot.kept(key, lambda: _chosen(snapshot, query, request, order))
    counts = chosen.counts
    return SearchResult(
        total=counts.total,
        hits=tuple(shown.hit(*payload(snapshot, address), request.lang) for address in chosen.addresses),
        facets=counts.facets,
        suggestions=() if counts.total else tuple(_offered(snapshot, query, request.lang, shown.HELPFUL)),
        did_you_mean=chosen.did_you_mean,
        partial=chosen.is_partial,
        unsold=chosen.is_unsold,
        page=request.page,
        size=request.size,
    )


class _Chosen(NamedTuple):
    """What is answered, in whatever language it is read."""

    addresses: Sequence[DocAddress]
    counts: Counts
    did_you_mean: str
    is_partial: bool
    is_unsold: bool


def _chosen(snapshot: Snapshot, query: ParsedQuery, request: SearchRequest, order: str) -> _Chosen:
    found, counts, is_partial = _found(snapshot, query, request.filters)
    is_unsold = snapshot.kept(("unsold", query.key), lambda: _is_unsold(snapshot, _strict(snapshot, query)))
    filters = list(filter_queries(request.filters).values())
    start = (request.page - 1) * request.size
    size = min(request.size, counts.total - start)
    addresses: Sequence[DocAddress] = ()
    if size > 0 and order == _BEST:
        addresses = list(islice(_best(snapshot, found, filters, start, start + size, counts.total), size))
    elif size > 0:
        addresses = _ordered(snapshot, within(found.everything(), filters), order, start, size)
    return _Chosen(addresses, counts, found.did_you_mean, is_partial, is_unsold)


def _found(snapshot: Snapshot, query: ParsedQuery, asked: SearchFilters) -> tuple[CompiledPlan, Counts, bool]:
    strict = _strict(snapshot, query)
    counts = counted(snapshot, strict.everything(), asked)
    if suffices(strict.plan, asked, matched=counts.matched, goods=counts.goods):
        return strict, counts, False
    above = strict.plan if counts.matched else None
    loose = snapshot.kept(("loose", query.key), lambda: loosened(query, snapshot, strict=above))
    if loose is None:
        return strict, counts, False
    compiled = snapshot.kept(("loosened", query.key), lambda: _compiled(snapshot, loose))
    return compiled, counted(snapshot, compiled.everything(), asked), True


def _strict(snapshot: Snapshot, query: ParsedQuery) -> CompiledPlan:
    return snapshot.kept(("plan", query.key), lambda: _compiled(snapshot, plan(query, snapshot)))


def _is_unsold(snapshot: Snapshot, strict: CompiledPlan) -> bool:
    certain = strict.certain()
    return certain is None or not count(snapshot, certain)


def _compiled(snapshot: Snapshot, found: Plan) -> CompiledPlan:
    return CompiledPlan(found, snapshot.frequency)


def _best(
    snapshot: Snapshot, found: CompiledPlan, filters: Sequence[Query], start: int, end: int, total: int | None = None
) -> Iterator[DocAddress]:
    """Yield the documents from ``start`` to ``end`` of ``total`` (where that is known), best first.

    The best tier comes first, in a tier the higher bonus, then the better rank.
    """
    seen: set[Place] = set()  # all documents of the tiers above: that costs less than to leave them out
    for at in range(len(found.scores)):
        if total is None and at > _UNCOUNTED:
            total = count(snapshot, within(found.everything(), filters))
        if len(seen) >= (end if total is None else min(end, total)):
            return
        result: Any = snapshot.searcher.search(within(found.scored(at), filters), end)
        hits = [(round(score), address) for score, address in result.hits if _place(address) not in seen]
        is_all = len(result.hits) == result.count
        for group in _groups(hits, max(start - len(seen), 0), is_all=is_all):
            yield from _in_order(snapshot, found, filters, group, seen)
        seen |= {_place(address) for _, address in hits}


class _Group(NamedTuple):
    """Documents of one score: how many to skip and to take, and those that were met, ``is_all`` of them or not."""

    score: int
    skip: int
    take: int
    met: Sequence[DocAddress]
    is_all: bool


def _groups(hits: Sequence[tuple[int, DocAddress]], start: int, *, is_all: bool) -> Iterator[_Group]:
    """Yield the groups from ``start``. ``is_all``: there are no hits but these; else there may be more of the last."""
    scores = [score for score, _ in hits]
    for score in dict.fromkeys(scores[start:]):
        first, many = scores.index(score), scores.count(score)
        skip = max(start - first, 0)
        met = [address for _, address in hits[first : first + many]]
        yield _Group(score, skip, many - skip, met, is_all or first + many < len(scores))


def _in_order(
    snapshot: Snapshot, found: CompiledPlan, filters: Sequence[Query], group: _Group, seen: Collection[Place]
) -> Sequence[DocAddress]:
    """Return the documents of a group by rank."""
    if group.is_all and len(group.met) == 1:
        return group.met
    if group.is_all:
        ranked = sorted(group.met, key=lambda address: str(snapshot.searcher.doc(address).get_first("rank")))
        return ranked[group.skip : group.skip + group.take]
    query = within(found.of_score(group.score), filters)
    return _ordered(snapshot, query, "rank", group.skip, group.take, seen)


def _ordered(
    snapshot: Snapshot, query: Query, key: str, skip: int, take: int, but: Collection[Place] = ()
) -> list[DocAddress]:
    """Return documents in the order of a key, without those in ``but``."""
    result: Any = snapshot.searcher.search(
        query,
        skip + take + len(but) if but else take,
        count=False,
        order_by_field=key,
        order=Order.Asc,
        offset=0 if but else skip,
    )
    addresses = [address for _, address in result.hits if _place(address) not in but]
    return addresses[skip : skip + take] if but else addresses


def _place(address: DocAddress) -> Place:
    return address.segment_ord, address.doc


def payload(snapshot: Snapshot, address: DocAddress) -> tuple[str, shown.Shown]:
    """Return id and payload of a document."""
    document = snapshot.searcher.doc(address)
    return str(document.get_first("id")), shown.opened(str(document.get_first("payload")))


def suggest(snapshot: Snapshot, q: str, lang: str, limit: int) -> list[Suggestion]:
    """Complete what is being typed, from a snapshot."""
    query = read(q, snapshot)
    return _offered(snapshot, query, lang, limit) if query.units else []


def _offered(snapshot: Snapshot, query: ParsedQuery, lang: str, limit: int) -> list[Suggestion]:
    return snapshot.kept(("suggest", query.key, lang, limit), lambda: _suggestions(snapshot, query, lang, limit))


def _suggestions(snapshot: Snapshot, query: ParsedQuery, lang: str, limit: int) -> list[Suggestion]:
    """Return names of goods, categories, counties and producers that begin with what is typed or hold it."""
    found = snapshot.kept(("typing", query.key), lambda: _compiled(snapshot, plan(query, snapshot, typing=True)))
    filters = list(filter_queries(_OFFERED).values())
    addresses = _best(snapshot, found, filters, 0, limit * 2)
    return shown.suggestions((payload(snapshot, address)[1] for address in addresses), lang, limit)
