"""A ranking's conditions as tantivy's queries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tantivy import FieldType, Occur, Query

from search.analysis.fields import micro, month_flag
from search.engines.embedded.schema import schema
from search.filters import SearchFilters, is_code
from search.ranking.nodes import AllOf, AnyOf, AtLeast, Node, Phrase, Term
from search.ranking.plan import TIER_HEIGHT, Plan


class CompiledPlan:
    """A plan as queries, each made when it is first needed: most questions are answered from the first tiers."""

    def __init__(self, plan: Plan) -> None:
        self.did_you_mean = plan.did_you_mean
        self.scores = [tier.score for tier in plan.tiers]  # without bonuses, from the highest
        self._plan = plan
        self._tiers: dict[int, Query] = {}

    def everything(self) -> Query:
        """Return the query for all that is found. Its scores mean nothing."""
        return self._tier(len(self.scores) - 1) if self.scores else Query.empty_query()

    def scored(self, tier: int) -> Query:
        """Return the query for the documents of one tier, scored with their bonuses."""
        extra = [(Occur.Should, _constant(points, query)) for points, query in self._bonuses]
        return Query.boolean_query([(Occur.Must, _constant(tier, self._only(tier))), *extra])

    def of_score(self, score: int) -> Query:
        """Return the query for exactly the documents that have this score, bonuses included."""
        bonus = score % TIER_HEIGHT
        extra = [(Occur.Must if bonus & points else Occur.MustNot, query) for points, query in self._bonuses]
        return Query.boolean_query([(Occur.Must, self._only(score - bonus)), *extra])

    @cached_property
    def _bonuses(self) -> list[tuple[int, Query]]:
        return [(points, to_query(node)) for points, node in self._plan.bonuses]

    def _only(self, tier: int) -> Query:
        """Return the query for a tier without the tiers above, of which the next one holds all others."""
        at = self.scores.index(tier)
        if not at:
            return self._tier(at)
        return Query.boolean_query([(Occur.Must, self._tier(at)), (Occur.MustNot, self._tier(at - 1))])

    def _tier(self, at: int) -> Query:
        if at not in self._tiers:
            self._tiers[at] = to_query(self._plan.tiers[at].node)
        return self._tiers[at]


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
    found = {name: _unscored(_one_of(name, some)) for name, some in codes.items() if some}
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


def _one_of(field: str, codes: Sequence[str]) -> Query:
    return Query.term_set_query(schema(), field, [code for code in codes if is_code(code)])


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _price(filters: SearchFilters) -> Query:
    low = None if filters.price_min is None else micro(filters.price_min)
    high = None if filters.price_max is None else micro(filters.price_max)
    return Query.range_query(schema(), "price", FieldType.Integer, low, high)


def within(query: Query, filters: Sequence[Query]) -> Query:
    """Return the query cut down to what passes all the filters, scores unchanged."""
    return Query.boolean_query([(Occur.Must, one) for one in (query, *filters)]) if filters else query
