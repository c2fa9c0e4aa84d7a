"""The cluster is down, slow or talks nonsense: visitors are answered at once, writers are told to come again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from search import indexing, querying
from search.engines.base import EngineUnavailable
from search.engines.choice import current_engine
from tests.integration.search.conftest import Make, Shelf
from tests.integration.search.elasticsearch.wire import Mood, Wire, wire
from tests.integration.search.places import ElasticsearchPlace

pytestmark = pytest.mark.elasticsearch
DOWN = [Mood.HANGS, Mood.CLOSES, Mood.BUSY, Mood.BABBLES, Mood.TRICKLES]
A_SECOND = 1.0
PATIENCE = 0.55  # less than in production, for the machine of the tests is busy
REST = 3.0


@pytest.fixture
def line(place: ElasticsearchPlace, site: Shelf, make: Make, settings: Settings) -> Iterator[Wire]:
    """The wire between the site and the cluster, where one tea is indexed; time is short."""
    site.put(make("A", "green tea"))
    with wire(place.address) as laid:
        settings.ELASTICSEARCH_URLS = [laid.address]
        indexing.rebuild()
        settings.ELASTICSEARCH_SEARCH_SECONDS = 20
        assert querying.search(q="tea", lang="en").total == 1  # the dictionaries are loaded, however long it takes
        settings.ELASTICSEARCH_SEARCH_SECONDS = PATIENCE
        querying.search(q="tea", lang="en")
        for reading in [one for one in threading.enumerate() if one.name == "spelling"]:
            reading.join()
        yield laid
        current_engine().close()  # type: ignore[attr-defined]  # the one that was chosen above


def seconds_of_a_search(q: str = "tea") -> float:
    """Search, be answered degraded, and return the seconds that it took."""
    started = time.monotonic()
    result = querying.search(q=q, lang="en")
    seconds = time.monotonic() - started
    assert (result.degraded, result.total, result.hits) == (True, 0, ())
    return seconds


def fail_twice() -> None:
    """Make the site believe that the cluster is down."""
    for q in ("tea leaf", "tea cup"):
        seconds_of_a_search(q)


@pytest.mark.parametrize("mood", DOWN)
def test_a_search_is_answered_within_a_second_and_after_two_all_at_once(line: Wire, mood: Mood) -> None:
    assert not querying.search(q="tea", lang="en").degraded
    line.mood = mood
    assert seconds_of_a_search("tea leaf") < A_SECOND
    assert seconds_of_a_search("tea cup") < A_SECOND
    asked = line.asked
    assert min(seconds_of_a_search() for _ in range(20)) < PATIENCE / 10
    assert querying.suggest(q="te", lang="en") == []
    assert line.asked == asked


@pytest.mark.parametrize("mood", DOWN)
def test_a_writer_is_told_to_come_again_and_then_all_is_well(
    line: Wire, site: Shelf, make: Make, mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.mood = mood
    site.put(make("B", "black tea"))
    with monkeypatch.context() as hurried:
        hurried.setattr("search.engines.elasticsearch.connection._WRITE_SECONDS", 0.2)
        for act in (lambda: indexing.upsert(["good:B"]), lambda: indexing.remove(["good:A"]), indexing.rebuild):
            with pytest.raises(EngineUnavailable):
                act()
        assert not current_engine().health().is_ready
    line.mood = Mood.PASSES
    indexing.upsert(["good:B"])
    assert set(current_engine().fingerprints()) == {"good:A", "good:B"}


def test_a_process_that_begins_while_the_server_hangs_keeps_nobody_waiting_for_its_words(
    line: Wire, settings: Settings
) -> None:
    settings.ELASTICSEARCH_SEARCH_SECONDS = PATIENCE + 0.01  # an engine that has read nothing yet
    line.mood = Mood.HANGS
    fail_twice()
    assert min(seconds_of_a_search("te leef") for _ in range(10)) < PATIENCE / 10


def test_a_server_that_is_back_is_tried_again_by_one_visitor_and_serves_all(
    line: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.mood = Mood.HANGS
    fail_twice()
    line.mood = Mood.PASSES
    seconds_of_a_search()
    clock = time.monotonic()
    monkeypatch.setattr("search.engines.elasticsearch.breaker.monotonic", lambda: clock + REST + 0.1)
    assert not querying.search(q="tea", lang="en").degraded
    monkeypatch.setattr("search.engines.elasticsearch.breaker.monotonic", lambda: clock)
    assert not querying.search(q="green tea", lang="en").degraded


def test_of_many_visitors_one_tries_whether_the_server_is_back(line: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    line.mood = Mood.HANGS
    fail_twice()
    clock = [time.monotonic() + REST + 0.1]
    monkeypatch.setattr("search.engines.elasticsearch.breaker.monotonic", lambda: clock[0])
    for visitor in ("first", "second"):
        before = line.asked
        assert seconds_of_a_search(visitor) < A_SECOND
        asked = line.asked
        assert asked > before
        for _ in range(5):
            seconds_of_a_search()
        assert line.asked == asked
        clock[0] += REST + 0.1


def test_a_slow_server_takes_no_more_than_a_second_for_all_that_one_question_asks(line: Wire) -> None:
    line.mood = Mood.SLOW
    started = time.monotonic()
    assert querying.search(q="green tea leaf", lang="en").degraded
    assert time.monotonic() - started < A_SECOND


def test_a_server_that_is_not_there_at_all(site: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    settings.ELASTICSEARCH_SEARCH_SECONDS = PATIENCE
    assert seconds_of_a_search() < A_SECOND
    assert querying.suggest(q="tea", lang="en") == []
    assert not current_engine().health().is_ready
    with pytest.raises(EngineUnavailable):
        indexing.upsert(["good:A"])
    with pytest.raises(EngineUnavailable):
        indexing.compare()


def test_one_node_of_two_that_is_away_is_passed_over(
    line: Wire, place: ElasticsearchPlace, settings: Settings
) -> None:
    settings.ELASTICSEARCH_URLS = [line.address, place.address]
    line.mood = Mood.CLOSES
    answers = [querying.search(q="tea", lang="en") for _ in range(10)]
    assert [one.total for one in answers] == [1] * 10
    assert not any(one.degraded for one in answers)
    current_engine().close()  # type: ignore[attr-defined]  # the one that was chosen above
