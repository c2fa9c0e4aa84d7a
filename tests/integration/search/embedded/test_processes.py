"""Writers and readers in different processes; writers that are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search.documents import DocumentType, SearchDocument
from search.engines.base import EngineUnavailable, SearchRequest
from search.engines.embedded.engine import EmbeddedEngine
from search.filters import SearchFilters
from tests.integration.search.conftest import nothing

WRITER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
from pathlib import Path
from search.documents import DocumentType, SearchDocument
from search.engines.embedded.engine import EmbeddedEngine

directory, prefix, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
engine, batch = EmbeddedEngine(directory), 0
while True:
    kind = dict(type=DocumentType.GOOD, path="x/", names={"en": "tea"}, categories=(f"{prefix}{batch}",))
    keys = [f"{prefix}{batch}-{n}" for n in range(size)]
    engine.index(SearchDocument(id=f"good:{key}", sku=key, **kind) for key in keys)
    print(batch, flush=True)
    batch += 1
"""
SIZE = 20


def tea(key: str) -> SearchDocument:
    return SearchDocument(id=f"good:{key}", type=DocumentType.GOOD, names={"en": "tea"}, sku=key, path="x/")


def request(q: str = "tea") -> SearchRequest:
    return SearchRequest(q=q, lang="en", filters=SearchFilters(), sort="relevance", page=1, size=10)


def eventually(check: Callable[[], bool], seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.05)
    return check()


def _writer(directory: Path, prefix: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), prefix, str(SIZE)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged_and_leaves_no_half_batch(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([tea("FIRST")])
    for round_, pause in enumerate((0.0, 0.013, 0.031, 0.07)):
        writer = _writer(tmp_path, f"r{round_}b")
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(3)]
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in writer.communicate()[0].split()]
        engine.health()
        counts = engine.search(request()).facets.category
        mine = {code: count for code, count in counts.items() if code.startswith(f"r{round_}b")}
        assert {f"r{round_}b{batch}" for batch in acknowledged} <= set(mine)
        assert set(mine.values()) == {SIZE}
    engine.index([tea("LAST")])  # the dead writers' lock is free
    assert {"good:FIRST", "good:LAST"} <= set(engine.fingerprints())


def test_a_reader_sees_what_another_process_committed(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([tea("FIRST")])
    assert engine.search(request()).total == 1
    writer = _writer(tmp_path, "other")
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert eventually(lambda: engine.search(request()).total > SIZE, 3.0)
    finally:
        writer.kill()
        writer.communicate()


def test_a_reader_sees_a_rebuild_of_another_engine_and_does_not_look_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
    writer.index([tea("A")])
    assert reader.search(request()).total == 1
    clock = [time.monotonic()]
    monkeypatch.setattr("search.engines.embedded.reader.monotonic", lambda: clock[0])
    reader.health()
    writer.rebuild([tea("B"), tea("C")], resolve=nothing)
    assert reader.search(request()).total == 1
    clock[0] += 0.51
    assert reader.search(request()).total == 2


def test_a_reader_that_finds_no_index_looks_again_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = EmbeddedEngine(tmp_path)
    with pytest.raises(EngineUnavailable):
        reader.search(request())
    EmbeddedEngine(tmp_path).index([tea("A")])
    assert eventually(lambda: reader.health().is_ready, 2.0)
    assert reader.search(request()).total == 1


def test_a_forked_child_opens_the_index_for_itself(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([tea("A")])
    mine = engine._snapshot()
    read, write = os.pipe()
    child = os.fork()
    if not child:  # pragma: no cover - runs in the child
        try:
            os.write(write, str([engine.search(request()).total, engine._snapshot() is mine]).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    assert os.read(read, 100) == b"[1, False]"
    assert engine._snapshot() is mine


def test_two_writers_take_turns(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([tea("FIRST")])
    writers = [_writer(tmp_path, prefix) for prefix in ("left", "right")]
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert [int(writer.stdout.readline()) for _ in range(3)] == [0, 1, 2]
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    engine.health()
    codes = set(engine.search(request()).facets.category)
    assert {f"{prefix}{batch}" for prefix in ("left", "right") for batch in range(3)} <= codes


def test_the_engine_can_be_used_in_a_spawned_process(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path).index([tea("A")])
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_total, (tmp_path,)) == 1


def _total(directory: Path) -> int:
    return EmbeddedEngine(directory).search(request()).total
