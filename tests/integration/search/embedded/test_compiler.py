"""Queries that walk over few documents find the same ones as those that say what was meant word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from tantivy import Occur, Query

from search.analysis import parse
from search.engines.embedded.compiler import CompiledPlan, Compiler
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.schema import schema
from search.engines.embedded.snapshot import Snapshot
from search.ranking.nodes import AllOf, AnyOf, AtLeast, Node, Phrase, Term
from search.ranking.plan import loosened, plan
from tests.contracts.search.questions import requests
from tests.integration.search import market
from tests.integration.search.places import EMBEDDED, Place


@pytest.fixture(scope="module")
def snapshot(market_places: Callable[[str], Place]) -> Snapshot:
    engine = market_places(EMBEDDED).open()
    assert isinstance(engine, EmbeddedEngine)
    return engine._snapshot()


def literally(node: Node) -> Query:
    match node:
        case Term(field, value):
            return Query.term_query(schema(), field, value, "basic")
        case Phrase(field, values):
            return Query.phrase_query(schema(), field, list(values))
        case AllOf(nodes):
            return Query.boolean_query([(Occur.Must, literally(one)) for one in nodes])
        case AnyOf(nodes):
            return Query.boolean_query([(Occur.Should, literally(one)) for one in nodes])
        case AtLeast(count, nodes):
            return Query.boolean_query([(Occur.Should, literally(one)) for one in nodes], count)


def met(snapshot: Snapshot, query: Query) -> set[tuple[int, int]]:
    hits = snapshot.searcher.search(query, snapshot.searcher.num_docs, count=False).hits
    return {(address.segment_ord, address.doc) for _, address in hits}


def conditions(snapshot: Snapshot, *, seed: int) -> Iterator[Node]:
    for request in requests(market.published(), count=60, seed=seed):
        query = parse(request.q)
        plans = [plan(query, snapshot), plan(query, snapshot, typing=True), loosened(query, snapshot)]
        for one in plans:
            yield from [tier.node for tier in one.tiers] + [node for _, node in one.bonuses] if one else []


@pytest.mark.parametrize("seed", range(3))
def test_conditions_are_met_by_the_same_documents_however_they_are_asked_for(snapshot: Snapshot, seed: int) -> None:
    rare = Compiler(snapshot.frequency)
    turned = Compiler(lambda field, token: 10**6 // (1 + snapshot.frequency(field, token)))  # the frequent ones first
    asked = found = 0
    for node in conditions(snapshot, seed=seed):
        expected = met(snapshot, literally(node))
        assert met(snapshot, rare.query(node)) == expected, node
        assert met(snapshot, turned.query(node)) == expected, node
        asked, found = asked + 1, found + bool(expected)
    assert asked > 200
    assert found > 100


def test_a_tier_holds_all_higher_ones(snapshot: Snapshot) -> None:
    for q in ("gao do nguyen duong", "蒙自石榴", "hat dieu", "mengzi pomegranate juice"):
        compiled = CompiledPlan(plan(parse(q), snapshot), snapshot.frequency)
        held = [met(snapshot, compiled.upto(at)) for at in range(len(compiled.scores))]
        assert all(above <= below for above, below in pairwise(held)), q
        assert held[-1] == met(snapshot, compiled.everything())
