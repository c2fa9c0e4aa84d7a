"""A ranking's conditions as tantivy's queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from tantivy import FieldType, Occur, Query

from search.analysis.fields import micro, month_flag
from search.engines.embedded.schema import schema
from search.filters import SearchFilters, is_code
from search.ranking.absorption import needed
from search.ranking.nodes import AllOf, AnyOf, AtLeast, Node, Phrase, Term
from search.ranking.plan import TIER_HEIGHT, Plan

Frequency = Callable[[str, str], int]  # of a token in a field: in how many documents it is
_RARER: Final = 8  # times as rare must a condition be to be looked at before others


class CompiledPlan:
    """A plan as queries, each made when it is first needed: most questions are answered from the first tiers."""

    def __init__(self, plan: Plan, frequency: Frequency) -> None:
        self.did_you_mean = plan.did_you_mean
        self.scores = [tier.score for tier in plan.tiers]  # without bonuses, from the highest
        self.plan = plan
        self._tiers: dict[int, Query] = {}
        self._to_query = Compiler(frequency).query

    def everything(self) -> Query:
        """Return the query for all that is found. Its scores mean nothing."""
        return self.upto(len(self.scores) - 1) if self.scores else Query.empty_query()

    def certain(self) -> Query | None:
        """Return the query for what is what was asked for; None where nothing can be. Its scores mean nothing."""
        return self._to_query(self.plan.certain) if self.plan.certain else None

    def upto(self, at: int) -> Query:
        """Return the query for the documents of a tier, told by its place, and of those above it."""
        if at not in self._tiers:
            self._tiers[at] = self._to_query(self.plan.tiers[at].node)
        return self._tiers[at]

    def scored(self, at: int) -> Query:
        """Return the query for the documents of a tier and of those above it, scored as that tier, with bonuses."""
        tier = _constant(self.scores[at], self.upto(at))
        extra = [(Occur.Should, _constant(points, query)) for points, query in self._bonuses]
        return Query.boolean_query([(Occur.Must, tier), *extra])

    def of_score(self, score: int) -> Query:
        """Return the query for the documents of a tier and of those above it that have just the bonuses of a score."""
        bonus = score % TIER_HEIGHT
        extra = [(Occur.Must if bonus & points else Occur.MustNot, query) for points, query in self._bonuses]
        return Query.boolean_query([(Occur.Must, self.upto(self.scores.index(score - bonus))), *extra])

    @cached_property
    def _bonuses(self) -> list[tuple[int, Query]]:
        return [(points, self._to_query(node)) for points, node in self.plan.bonuses]


def _constant(points: int, query: Query) -> Query:
    return Query.const_score_query(query, float(points))


class Compiler:
    """Makes queries that walk over as few documents as they can.

    tantivy walks over all that a union with phrases holds, however few documents the other conditions leave. So where
    one condition is rare, each way to meet the others is asked for together with it, which changes nothing in what is
    found.
    """

    def __init__(self, frequency: Frequency) -> None:
        self._frequency = frequency

    def query(self, node: Node) -> Query:
        """Return a condition as a query."""
        match node:
            case Term(field, value):
                return Query.term_query(schema(), field, value, "basic")
            case Phrase(field, values):
                return Query.phrase_query(schema(), field, list(values))
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes):
                return _any([self.query(one) for one in needed(nodes)])
            case AtLeast(count, nodes):
                return Query.boolean_query([(Occur.Should, self.query(one)) for one in nodes], count)

    def _all_of(self, nodes: Sequence[Node]) -> Query:
        most = [self._most(one) for one in nodes]
        at = most.index(min(most))
        rare = self.query(nodes[at])
        others = (self._beside(one, rare, most[at]) for place, one in enumerate(nodes) if place != at)
        return _all([rare, *others])

    def _beside(self, node: Node, rare: Query, most: int) -> Query:
        if not isinstance(node, AnyOf):
            return self.query(node)
        found = ((self.query(one), self._most(one)) for one in needed(node.nodes))
        return _any([_all([rare, one]) if uses > most * _RARER else one for one, uses in found])

    def _most(self, node: Node) -> int:
        """Return how many documents may meet a condition, or more."""
        match node:
            case Term(field, value):
                return self._frequency(field, value)
            case Phrase(field, values):
                return min(self._frequency(field, value) for value in values)
            case AllOf(nodes):
                return min(self._most(one) for one in nodes)
            case AnyOf(nodes) | AtLeast(_, nodes):
                return sum(self._most(one) for one in nodes)


def _all(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, one) for one in queries])


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, one) for one in queries])


def filter_queries(filters: SearchFilters) -> dict[str, Query]:
    """Return the active filters by the facet that each belongs to; none of them adds to a score."""
    found = {name: _unscored(_one_of(name, some)) for name, some in codes_of(filters).items()}
    found |= {
        name: _unscored(Query.term_query(schema(), "flag", flag, "basic")) for name, flag in flags_of(filters).items()
    }
    if filters.price_min is not None or filters.price_max is not None:
        found["price"] = _unscored(_price(filters))
    return found


def codes_of(filters: SearchFilters) -> dict[str, list[str]]:
    """Return the codes that are filtered by, by field; what cannot be a code is left out."""
    codes = {
        "type": filters.types,
        "category": filters.categories,
        "county": filters.counties,
        "producer": filters.producers,
    }
    return {name: [one for one in some if is_code(one)] for name, some in codes.items() if some}


def flags_of(filters: SearchFilters) -> dict[str, str]:
    """Return the flags that are filtered by, by the facet that each belongs to."""
    asked = {"in_season": filters.in_season, "gi": filters.gi, "cold_chain": filters.cold_chain}
    return {name: flag_of(name, filters.month) for name, is_set in asked.items() if is_set}


def flag_of(name: str, month: int) -> str:
    """Return the flag that counts for a facet."""
    return {"gi": "gi", "cold_chain": "cold"}.get(name) or month_flag(month)


def _one_of(field: str, codes: Sequence[str]) -> Query:
    return Query.term_set_query(schema(), field, codes)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _price(filters: SearchFilters) -> Query:
    low = None if filters.price_min is None else micro(filters.price_min)
    high = None if filters.price_max is None else micro(filters.price_max)
    return Query.range_query(schema(), "price", FieldType.Integer, low, high)


def within(query: Query, filters: Sequence[Query]) -> Query:
    """Return the query cut down to what passes all the filters, scores unchanged."""
    return Query.boolean_query([(Occur.Must, one) for one in (query, *filters)]) if filters else query
