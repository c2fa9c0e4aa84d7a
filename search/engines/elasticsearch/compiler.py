"""A ranking's conditions as Elasticsearch's queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from elasticsearch.dsl import query as dsl
from elasticsearch.dsl.query import Query

from search.analysis.fields import micro, month_flag
from search.filters import SearchFilters, is_code
from search.ranking import nodes
from search.ranking.nodes import AllOf, AnyOf, AtLeast, Node, Phrase
from search.ranking.plan import Plan

NOTHING: Final = dsl.MatchNone()


def scored(plan: Plan) -> Query:
    """Return the query for all that is found, with the score of its highest tier and its bonuses."""
    tiers = [dsl.ConstantScore(filter=to_query(tier.node), boost=tier.score) for tier in plan.tiers]
    extra = [dsl.ConstantScore(filter=to_query(node), boost=points) for points, node in plan.bonuses]
    return dsl.Bool(must=[dsl.DisMax(queries=tiers)], should=extra) if tiers else NOTHING


def everything(plan: Plan) -> Query:
    """Return the query for all that is found, without scores: the last tier holds all others."""
    return dsl.Bool(filter=[to_query(plan.tiers[-1].node)]) if plan.tiers else NOTHING


def to_query(node: Node) -> Query:
    """Return a condition as a query whose scores mean nothing."""
    match node:
        case nodes.Term(field, value):
            return term(field, value)
        case Phrase(field, values):
            return dsl.MatchPhrase(field, {"query": " ".join(values)})
        case AllOf(needed):
            return dsl.Bool(filter=[to_query(one) for one in needed])
        case AnyOf(possible):
            return _any_of(possible)
        case AtLeast(count, possible):
            return dsl.Bool(should=[to_query(one) for one in possible], minimum_should_match=count)


def _any_of(possible: Sequence[Node]) -> Query:
    """Return the condition that one of these holds; tokens of a field are one clause, for there may be but so many."""
    found = [to_query(one) for one in possible if not isinstance(one, nodes.Term)]
    for field, terms in groupby(sorted(_terms(possible)), key=lambda one: one[0]):
        values = [value for _, value in terms]
        found.append(term(field, values[0]) if len(values) == 1 else one_of(field, values))
    return found[0] if len(found) == 1 else dsl.Bool(should=found, minimum_should_match=1)


def _terms(possible: Iterable[Node]) -> list[tuple[str, str]]:
    return [(one.field, one.value) for one in possible if isinstance(one, nodes.Term)]


def term(field: str, value: str) -> Query:
    """Return the query for documents that have a value in a field."""
    return dsl.Term(field, {"value": value})


def one_of(field: str, values: Iterable[str]) -> Query:
    """Return the query for documents that have one of the values in a field."""
    return dsl.Terms(field, list(values))


def all_of(queries: Iterable[Query]) -> Query:
    """Return the query for documents that pass all of these; all documents, where there are none."""
    return dsl.Bool(filter=list(queries))


FLAGS: Final[Mapping[str, str]] = {"gi": "gi", "cold_chain": "cold"}


def flag_of(name: str, month: int) -> str:
    """Return the flag that a filter of this name asks for."""
    return FLAGS.get(name) or month_flag(month)


def filter_queries(filters: SearchFilters) -> dict[str, Query]:
    """Return the active filters by the facet that each belongs to."""
    codes = {
        "type": filters.types,
        "category": filters.categories,
        "county": filters.counties,
        "producer": filters.producers,
    }
    found = {name: one_of(name, filter(is_code, some)) for name, some in codes.items() if some}
    flags = {"in_season": filters.in_season, "gi": filters.gi, "cold_chain": filters.cold_chain}
    found |= {name: term("flag", flag_of(name, filters.month)) for name, is_set in flags.items() if is_set}
    if filters.price_min is not None or filters.price_max is not None:
        found["price"] = _price(filters)
    return found


def _price(filters: SearchFilters) -> Query:
    bounds = {"gte": filters.price_min, "lte": filters.price_max}
    return dsl.Range("price", {side: micro(bound) for side, bound in bounds.items() if bound is not None})
