"""Whatever is asked, both engines give the same answer: hits in order, totals, counts, names to pick, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

import pytest

from search.engines.base import SearchEngine, SearchRequest
from tests.contracts.search.questions import requests
from tests.integration.search import market
from tests.integration.search.places import ELASTICSEARCH, EMBEDDED, Place

pytestmark = pytest.mark.elasticsearch
Engines = tuple[SearchEngine, SearchEngine]


def differences(engines: Engines, asked: Sequence[SearchRequest]) -> Iterator[str]:
    """Tell each question to which the answers differ."""
    embedded, elasticsearch = engines
    for request in asked:
        ours, theirs = asdict(embedded.search(request)), asdict(elasticsearch.search(request))
        for name in ours:
            if ours[name] != theirs[name]:
                yield f"{name} of {request}\n  embedded      {ours[name]}\n  elasticsearch {theirs[name]}"
        offered = [list(one.suggest(q=request.q, lang=request.lang, limit=8)) for one in engines]
        if offered[0] != offered[1]:
            yield f"typing {request.q!r}\n  embedded      {offered[0]}\n  elasticsearch {offered[1]}"


@pytest.fixture(scope="module")
def over_the_market(market_places: Callable[[str], Place]) -> Engines:
    return market_places(EMBEDDED).open(), market_places(ELASTICSEARCH).open()


@pytest.mark.parametrize("seed", range(4))
def test_both_answer_alike_over_the_market(over_the_market: Engines, seed: int) -> None:
    asked = list(requests(market.published(), count=100, seed=seed))
    assert "\n".join(differences(over_the_market, asked)) == ""


def test_the_questions_are_worth_asking(over_the_market: Engines) -> None:
    """About half find something; some are misspelt, some have no hit with all words, some a second page."""
    answers = [over_the_market[0].search(one) for one in requests(market.published(), count=400, seed=0)]
    assert sum(one.total > 0 for one in answers) > 180
    assert sum(one.total == 0 for one in answers) > 20
    assert sum(bool(one.did_you_mean) for one in answers) > 5
    assert sum(one.partial for one in answers) > 5
    assert sum(bool(one.suggestions) for one in answers) > 20
    assert sum(one.page > 1 and bool(one.hits) for one in answers) > 10
