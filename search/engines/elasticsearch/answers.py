"""Questions put to the cluster: hits in order, counts, names to pick."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from search.analysis import ParsedQuery, parse
from search.analysis.fields import from_micro
from search.engines import shown
from search.engines.base import EngineUnavailable, Facets, SearchRequest, SearchResult, Suggestion
from search.engines.elasticsearch import body
from search.engines.elasticsearch.compiler import filter_queries, one_of
from search.engines.elasticsearch.connection import Visit
from search.engines.elasticsearch.vocabulary import Words
from search.ranking.plan import Plan, loosened, plan, suffices
from search.ranking.reading import read
from search.ranking.vocabulary import Vocabulary

_OFFERED: Final = tuple(str(kind) for kind in shown.OFFERED)


class Answering:
    """One visit: the question is planned with the index's words, then asked."""

    def __init__(self, visit: Visit, index: str, words: Words) -> None:
        self._visit, self._index, self._words = visit, index, words

    def answer(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""
        query = parse(request.q)
        if not query.units:
            self._words.make_sure()
            return SearchResult(page=request.page, size=request.size)
        found, answer, is_partial, is_unsold = self._found(query, request)
        result = _result(answer, request)
        if not result.total:
            result = replace(result, suggestions=tuple(self._help(query, request.lang)))
        return replace(
            result,
            did_you_mean=found.did_you_mean,
            partial=is_partial,
            unsold=is_unsold,
            degraded=self._visit.is_degraded,
        )

    def _found(self, query: ParsedQuery, request: SearchRequest) -> tuple[Plan, Mapping[str, Any], bool, bool]:
        query, strict = self._planned(query)
        answer = self._ask(strict, request)
        matched, goods, certain = _matched(answer)
        if suffices(strict, request.filters, matched=matched, goods=goods):
            return strict, answer, False, not certain
        above = strict if matched else None
        loose = self._words.work_out(lambda words: loosened(query, words, strict=above), query=query)
        if loose is None:
            return strict, answer, False, not certain
        return loose, self._ask(loose, request), True, not certain

    def _planned(self, typed: ParsedQuery, *, typing: bool = False) -> tuple[ParsedQuery, Plan]:
        """Return a query as it is meant, and its plan: both in the same requests for words."""

        def read_and_plan(words: Vocabulary) -> tuple[ParsedQuery, Plan]:
            query = read(typed.text, words)
            return query, plan(query, words, typing=typing)

        return self._words.work_out(read_and_plan, query=typed)

    def _ask(self, found: Plan, request: SearchRequest) -> Mapping[str, Any]:
        if not found.tiers:
            return {}
        return self._visit.search(self._index, body.answer(found, filter_queries(request.filters), request))

    def _help(self, query: ParsedQuery, lang: str) -> list[Suggestion]:
        with suppress(EngineUnavailable):
            return self._suggestions(query, lang, shown.HELPFUL)
        self._visit.is_degraded = True
        return []

    def suggest(self, q: str, lang: str, limit: int) -> list[Suggestion]:
        """Complete what is being typed."""
        query = parse(q)
        if not query.units:
            self._words.make_sure()
            return []
        return self._suggestions(query, lang, limit)

    def _suggestions(self, query: ParsedQuery, lang: str, limit: int) -> list[Suggestion]:
        _, found = self._planned(query, typing=True)
        if not found.tiers:
            return []
        answer = self._visit.search(self._index, body.names(found, one_of("type", _OFFERED), limit * 2))
        documents = (shown.opened(hit["_source"]["payload"]) for hit in answer["hits"]["hits"])
        return shown.suggestions(documents, lang, limit)


def _matched(answer: Mapping[str, Any]) -> tuple[int, int, int]:
    found = answer.get("aggregations")
    matched, goods, certain = (found[name]["doc_count"] if found else 0 for name in ("matched", "goods", "certain"))
    return matched, goods, certain


def _result(answer: Mapping[str, Any], request: SearchRequest) -> SearchResult:
    if not answer:
        return SearchResult(page=request.page, size=request.size)
    hits = answer["hits"]
    return SearchResult(
        total=hits["total"]["value"],
        hits=tuple(
            shown.hit(one["_id"], shown.opened(one["_source"]["payload"]), request.lang) for one in hits["hits"]
        ),
        facets=_facets(answer["aggregations"]),
        page=request.page,
        size=request.size,
    )


def _facets(found: Mapping[str, Any]) -> Facets:
    low, high = (found["price"][side]["value"] for side in ("low", "high"))
    return Facets(
        type=_counts(found["type"]),
        category=_counts(found["category"]),
        county=_counts(found["county"]),
        producer=_counts(found["producer"]),
        in_season=found["in_season"]["doc_count"],
        gi=found["gi"]["doc_count"],
        cold_chain=found["cold_chain"]["doc_count"],
        price_min=None if low is None else from_micro(low),
        price_max=None if high is None else from_micro(high),
    )


def _counts(found: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in found["counts"]["buckets"]}
