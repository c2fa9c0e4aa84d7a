"""Writers in different processes and builders that are killed: nothing is lost, and what is newer stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

import pytest

from search.analysis.fields import fingerprint
from search.documents import DocumentType, SearchDocument
from search.engines.base import EngineUnavailable, IndexMissing, SearchRequest
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.options import Options
from search.filters import SearchFilters
from tests.integration.search.conftest import Make, nothing
from tests.integration.search.places import ElasticsearchPlace

pytestmark = pytest.mark.elasticsearch
BUILDER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
from itertools import count
from search.documents import DocumentType, SearchDocument
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.options import Options

def endless():
    for n in count():
        if n % 250 == 0:
            print(n, flush=True)
        yield SearchDocument(id=f"good:B{n}", sku=f"B{n}", type=DocumentType.GOOD, path="x/", names={"en": "tea"})

address, prefix = sys.argv[1:]
ElasticsearchEngine(Options(urls=(address,), prefix=prefix)).rebuild(endless(), resolve=dict)
"""
Rows = Mapping[str, SearchDocument | None]


def tea(key: str, name: str = "tea") -> SearchDocument:
    return SearchDocument(id=f"good:{key}", type=DocumentType.GOOD, names={"en": name}, sku=key, path="x/")


def found(engine: ElasticsearchEngine, q: str = "tea") -> set[str]:
    request = SearchRequest(q=q, lang="en", filters=SearchFilters(), sort="relevance", page=1, size=100)
    return {hit.sku for hit in engine.search(request).hits}


def test_a_builder_killed_in_the_middle_leaves_the_index_and_another_rebuild_works(place: ElasticsearchPlace) -> None:
    engine = place.open()
    engine.rebuild([tea("A")], resolve=nothing)
    command = [sys.executable, "-c", BUILDER, place.address, place.prefix]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdout is not None
        assert [int(builder.stdout.readline()) for _ in range(4)] == [0, 250, 500, 750]
        builder.send_signal(signal.SIGKILL)
    assert len(place.generations()) == 2
    assert found(engine) == {"A"}
    engine.index([tea("C")])  # writes to what the dead builder has left as well
    assert found(engine) == {"A", "C"}
    assert engine.rebuild([tea("A"), tea("D")], resolve=nothing) == 2
    assert found(engine) == {"A", "D"}
    assert len(place.generations()) == 2  # the one before, and not the dead one's
    assert not any(name.endswith("-building") for name in _aliases(place))


def _aliases(place: ElasticsearchPlace) -> set[str]:
    with place.client() as client:
        told = client.indices.get_alias(index=f"{place.prefix}-*")
    return {alias for one in told.values() for alias in one["aliases"]}


def test_a_builder_whose_right_was_taken_does_not_switch(place: ElasticsearchPlace) -> None:
    """It was silent for too long, and another has built meanwhile."""
    slow, quick = place.open(), place.open()
    slow.rebuild([tea("A")], resolve=nothing)

    def stopped() -> Iterator[SearchDocument]:
        yield tea("B")
        with place.client() as client:  # as if its pulse had stopped and somebody took the right
            client.delete(index=f"{place.prefix}-control", id=f"builder-{slow._generations.alias}")
        quick.rebuild([tea("C")], resolve=nothing)
        yield from (tea(f"B{n}") for n in range(600))

    with pytest.raises(EngineUnavailable):
        slow.rebuild(stopped(), resolve=nothing)
    assert found(quick) == {"C"}
    quick.index([tea("D")])
    assert found(slow) == {"C", "D"}


def test_of_two_writers_the_one_that_read_later_wins_whoever_writes_last(place: ElasticsearchPlace) -> None:
    first, second = place.open(), place.open()
    first.rebuild([], resolve=nothing)
    rows: dict[str, SearchDocument | None] = {"good:A": tea("A", "green tea")}
    has_read, may_write = threading.Event(), threading.Event()

    def slowly(ids: Iterable[str]) -> Rows:
        read = {id_: rows[id_] for id_ in ids}
        has_read.set()
        assert may_write.wait(20)
        return read

    writer = threading.Thread(target=lambda: first.apply(["good:A"], resolve=slowly))
    writer.start()
    assert has_read.wait(20)
    rows["good:A"] = tea("A", "black coffee")
    second.apply(["good:A"], resolve=lambda ids: {id_: rows[id_] for id_ in ids})
    may_write.set()
    writer.join(20)
    assert found(second, "coffee") == {"A"}
    assert found(second, "green") == set()


@pytest.mark.parametrize("last", [None, tea("A", "black coffee")])
def test_a_deletion_is_not_undone_by_who_read_before_it_but_by_who_reads_later(
    place: ElasticsearchPlace, last: SearchDocument | None
) -> None:
    slow, quick = place.open(), place.open()
    quick.rebuild([tea("A")], resolve=nothing)

    def overtaken(ids: Iterable[str]) -> Rows:
        quick.delete(ids)
        return {id_: tea("A") for id_ in ids}

    slow.apply(["good:A"], resolve=overtaken)
    assert dict(quick.fingerprints()) == {}
    quick.apply(["good:A"], resolve=lambda _: {"good:A": last})
    assert set(quick.fingerprints()) == ({"good:A"} if last else set())


def test_what_is_deleted_and_changed_while_an_index_is_built_is_so_in_the_new_one(place: ElasticsearchPlace) -> None:
    builder, writer = place.open(), place.open()
    builder.rebuild([tea("A"), tea("B"), tea("C")], resolve=nothing)

    def as_it_was() -> Iterator[SearchDocument]:
        before = [tea("A"), tea("B"), tea("C")]
        writer.delete(["good:A"])
        writer.apply(["good:B"], resolve=lambda _: {"good:B": tea("B", "black coffee")})
        writer.apply(["good:D"], resolve=lambda _: {"good:D": tea("D")})
        yield from before

    assert builder.rebuild(as_it_was(), resolve=nothing) == 3
    assert found(writer) == {"C", "D"}
    assert found(writer, "coffee") == {"B"}


def test_no_write_is_lost_while_indices_are_built_one_after_another(place: ElasticsearchPlace) -> None:
    """A writer adds a good at a time, a rebuild reads what there is: at the end all are there, in their last state."""
    builder, writer = place.open(), place.open()
    rows: dict[str, SearchDocument] = {}
    builder.rebuild([], resolve=nothing)
    is_over = threading.Event()

    def write() -> None:
        for n in count():
            if is_over.is_set():
                return
            for one in (tea(f"N{n}"), tea(f"N{n % 7}", f"tea{n}")):
                rows[one.id] = one
                writer.apply([one.id], resolve=lambda ids: {id_: rows[id_] for id_ in ids})

    def read() -> Iterator[SearchDocument]:
        for id_ in list(rows):
            yield rows[id_]
            time.sleep(0.002)

    thread = threading.Thread(target=write)
    thread.start()
    assert eventually(lambda: len(rows) > 10, 60)
    for _ in range(3):
        builder.rebuild(read(), resolve=nothing)
    is_over.set()
    thread.join(60)
    held = builder.fingerprints()
    assert dict(held) == {id_: fingerprint(one) for id_, one in rows.items()}


def test_a_write_that_was_aimed_at_an_index_that_has_gone_makes_none_anew(place: ElasticsearchPlace) -> None:
    engine = place.open()
    engine.rebuild([tea("A")], resolve=nothing)

    def dropped(ids: Iterable[str]) -> Rows:
        place.drop(place.generations())
        return {id_: tea("A") for id_ in ids}

    with pytest.raises(IndexMissing):
        engine.apply(["good:A"], resolve=dropped)
    assert place.generations() == []


def test_turns_grow_though_their_index_was_deleted(place: ElasticsearchPlace) -> None:
    engine = place.open()
    engine.rebuild([tea("A")], resolve=nothing)
    place.drop([f"{place.prefix}-control-1"])
    engine.apply(["good:A"], resolve=lambda _: {"good:A": tea("A", "coffee")})
    assert found(engine, "coffee") == {"A"}


@pytest.mark.parametrize("id_", ["good:" + "x" * 1_000, "good:\ud800", "good:\x00", ""])
def test_an_id_that_no_document_can_have_harms_no_other(place: ElasticsearchPlace, id_: str) -> None:
    engine = place.open()
    engine.rebuild([tea("A"), tea("B")], resolve=nothing)
    engine.delete([id_, "good:A"])
    assert found(engine) == {"B"}


def test_a_forked_child_speaks_to_the_cluster_by_itself(place: ElasticsearchPlace) -> None:
    engine = place.open()
    engine.rebuild([tea("A")], resolve=nothing)
    assert found(engine) == {"A"}
    mine = engine._connection._client
    read, write = os.pipe()
    child = os.fork()
    if not child:  # pragma: no cover - runs in the child
        try:
            os.write(write, str([found(engine, "teas"), engine._connection._client is mine]).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    assert os.read(read, 100) == b"[{'A'}, False]"
    assert found(engine, "tea leaf") == {"A"}


def test_the_engine_can_be_used_in_a_spawned_process(place: ElasticsearchPlace) -> None:
    place.open().rebuild([tea("A")], resolve=nothing)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_found, (place.address, place.prefix)) == {"A"}


def _found(address: str, prefix: str) -> set[str]:
    return found(ElasticsearchEngine(Options(urls=(address,), prefix=prefix, search_seconds=20)))


def test_a_change_is_found_within_two_seconds_without_waiting_for_it(place: ElasticsearchPlace, make: Make) -> None:
    """As in production: the writer does not wait, at a thousand changes a minute."""
    place.open().rebuild([tea("FIRST")], resolve=nothing)
    engine = ElasticsearchEngine(Options(urls=(place.address,), prefix=place.prefix, search_seconds=20))
    slowest = 0.0
    for n in range(30):
        started = time.monotonic()
        engine.apply([f"good:N{n}"], resolve=lambda ids: {id_: tea(id_[5:], "new coffee") for id_ in ids})
        if n % 10 == 9:
            assert eventually(lambda n=n: f"N{n}" in found(engine, "coffee"))  # type: ignore[misc]
            slowest = max(slowest, time.monotonic() - started)
        time.sleep(max(0.0, 0.06 - (time.monotonic() - started)))
    engine.close()
    assert slowest < 2.0


def eventually(check: Callable[[], bool], seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.05)
    return check()
