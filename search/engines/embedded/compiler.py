"""A ranking's conditions as tantivy's queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import FieldType, Occur, Query

from search.analysis.fields import micro, month_flag
from search.engines.embedded.schema import schema
from search.filters import SearchFilters
from search.ranking.nodes import AllOf, AnyOf, AtLeast, Node, Phrase, Term
from search.ranking.plan import Plan

_TIER_HEIGHT: Final = 10
Points = tuple[int, Query]


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """``tiers``: score and query, from the highest. ``scored``: everything that is found, with its score."""

    tiers: tuple[Points, ...]
    bonuses: tuple[Points, ...]
    scored: Query
    did_you_mean: str

    def of_score(self, score: int) -> Query:
        """Return the query for exactly the documents that have this score in ``scored``."""
        bonus = score % _TIER_HEIGHT
        higher = [(Occur.MustNot, query) for height, query in self.tiers if height > score - bonus]
        own = [(Occur.Must, query) for height, query in self.tiers if height == score - bonus]
        extra = [(Occur.Must if bonus & points else Occur.MustNot, query) for points, query in self.bonuses]
        return Query.boolean_query([*own, *higher, *extra])


def compiled(plan: Plan) -> CompiledPlan:
    """Return a plan as queries."""
    tiers = tuple((tier.score, to_query(tier.node)) for tier in plan.tiers)
    bonuses = tuple((points, to_query(node)) for points, node in plan.bonuses)
    return CompiledPlan(tiers, bonuses, _scored(tiers, bonuses), plan.did_you_mean)


def _scored(tiers: Sequence[Points], bonuses: Sequence[Points]) -> Query:
    if not tiers:
        return Query.empty_query()
    best = Query.disjunction_max_query([_constant(points, query) for points, query in tiers])
    extra = [(Occur.Should, _constant(points, query)) for points, query in bonuses]
    return Query.boolean_query([(Occur.Must, best), *extra])


def _constant(points: int, query: Query) -> Query:
    return Query.const_score_query(query, float(points))


def to_query(node: Node) -> Query:
    """Return a condition as a query."""
    match node:
        case Term(field, value):
            return Query.term_query(schema(), field, value, "basic")
        case Phrase(field, values):
            return Query.phrase_query(schema(), field, list(values))
        case AllOf(nodes):
            return Query.boolean_query([(Occur.Must, to_query(one)) for one in nodes])
        case AnyOf(nodes):
            return Query.boolean_query([(Occur.Should, to_query(one)) for one in nodes])
        case AtLeast(count, nodes):
            return Query.boolean_query([(Occur.Should, to_query(one)) for one in nodes], count)


def filter_queries(filters: SearchFilters) -> dict[str, Query]:
    """Return the active filters by the facet that each belongs to; none of them adds to a score."""
    codes = {
        "type": filters.types,
        "category": filters.categories,
        "county": filters.counties,
        "producer": filters.producers,
    }
    found = {name: _unscored(Query.term_set_query(schema(), name, list(some))) for name, some in codes.items() if some}
    flags = {
        "in_season": month_flag(filters.month) if filters.in_season else "",
        "gi": "gi" if filters.gi else "",
        "cold_chain": "cold" if filters.cold_chain else "",
    }
    found |= {
        name: _unscored(Query.term_query(schema(), "flag", flag, "basic")) for name, flag in flags.items() if flag
    }
    if filters.price_min is not None or filters.price_max is not None:
        found["price"] = _unscored(_price(filters))
    return found


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _price(filters: SearchFilters) -> Query:
    low = None if filters.price_min is None else micro(filters.price_min)
    high = None if filters.price_max is None else micro(filters.price_max)
    return Query.range_query(schema(), "price", FieldType.Integer, low, high)


def within(query: Query, filters: Sequence[Query]) -> Query:
    """Return the query cut down to what passes all the filters, scores unchanged."""
    return Query.boolean_query([(Occur.Must, one) for one in (query, *filters)]) if filters else query
