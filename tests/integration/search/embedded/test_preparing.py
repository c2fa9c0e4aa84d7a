"""What is slow to read of the index is read before somebody waits for it."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest

from search import indexing, querying
from search.engines.choice import current_engine
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.snapshot import Snapshot
from tests.integration.search.conftest import Make, Shelf


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the spelling was read, and words that begin with something."""
    counted: Counter[str] = Counter()
    spelling, terms = Snapshot._read_spelling, Snapshot._counted

    def count_spelling(self: Snapshot) -> Any:
        counted["spelling"] += 1
        return spelling(self)

    def count_terms(self: Snapshot, field: str, prefix: str, limit: int | None = None) -> Any:
        counted["letters"] += len(prefix) == 1
        return terms(self, field, prefix, limit)

    monkeypatch.setattr(Snapshot, "_read_spelling", count_spelling)
    monkeypatch.setattr(Snapshot, "_counted", count_terms)
    return counted


def prepared() -> None:
    """Look for the new commit, and wait until it is prepared."""
    engine = current_engine()
    assert isinstance(engine, EmbeddedEngine)
    engine.health()
    for one in threading.enumerate():
        if one.name == "snapshot":
            one.join()


def test_a_warm_process_reads_nothing_slow_for_its_first_visitors(site: Shelf, make: Make, read: Counter[str]) -> None:
    site.put(make("A", "green tea"))
    indexing.rebuild()
    querying.warm()
    before = Counter(read)
    assert [one.text for one in querying.suggest(q="t", lang="en")] == ["green tea"]
    assert querying.search(q="graen", lang="en").did_you_mean == "green"
    assert read == before
    assert before["spelling"] == 1


def test_without_an_index_one_line_says_so_and_nothing_stops(site: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    querying.warm()
    assert [one.getMessage() for one in caplog.records] == ["the search is not warm: there is no index"]


def test_after_a_change_what_was_asked_for_is_read_again_beside_the_visitors(
    site: Shelf, make: Make, read: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.embedded.snapshot._SPELLING_LASTS", 0.0)
    site.put(make("A", "green tea"))
    indexing.rebuild()
    querying.warm()
    site.put(make("B", "turmeric"))
    indexing.upsert(["good:B"])
    prepared()
    before = Counter(read)
    assert {one.text for one in querying.suggest(q="t", lang="en")} == {"green tea", "turmeric"}
    assert querying.search(q="turmerik", lang="en").did_you_mean == "turmeric"
    assert read == before
    assert before["spelling"] == 2
