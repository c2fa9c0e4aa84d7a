"""The embedded engine's directories, pointer, locks and journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as live

from search import indexing, querying
from search.documents import SearchDocument
from search.engines.base import EngineUnavailable
from search.engines.choice import current_engine
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.generations import Generations
from tests.integration.search.conftest import Make, Shelf
from tests.integration.search.test_indexing import found


def generations() -> list[Path]:
    return sorted(Path(live.SEARCH_INDEX_DIR).glob("generation-*"))


def test_the_journal_of_a_rebuild_ends_with_it(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    indexing.upsert(["good:A"])
    assert not (Path(live.SEARCH_INDEX_DIR) / "touched").exists()


def test_a_broken_index_is_degraded_and_a_rebuild_mends_it(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    for file in generations()[-1].iterdir():
        file.write_bytes(b"rubbish")
    broken = EmbeddedEngine(Path(live.SEARCH_INDEX_DIR))
    assert not broken.health().is_ready
    assert indexing.rebuild() == 1
    assert found() == ["A"]


@pytest.mark.parametrize("content", ["", "null", "{}", "[]", '{"generation": "../..", "version": 1}', "\x00\xff"])
def test_a_broken_pointer_is_as_good_as_no_index(site: Shelf, make: Make, content: str) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    (Path(live.SEARCH_INDEX_DIR) / "current").write_text(content, encoding="utf-8")
    assert not current_engine().health().is_ready
    assert querying.search(q="tea", lang="en").degraded


def test_the_journal_of_a_rebuild_that_was_killed_does_not_grow(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    Generations(Path(live.SEARCH_INDEX_DIR)).start_journal()
    indexing.upsert(site.put(make("B", "tea")))
    assert not (Path(live.SEARCH_INDEX_DIR) / "touched").exists()
    assert found() == ["A", "B"]


def test_a_writer_that_cannot_write_says_so_to_be_called_again(
    site: Shelf, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    monkeypatch.setattr("search.engines.embedded.generations._WRITE_PATIENCE", 0.05)
    with Generations(Path(live.SEARCH_INDEX_DIR)).writing(), pytest.raises(EngineUnavailable):
        indexing.upsert(site.put(make("B", "tea")))
    indexing.upsert(["good:B"])
    assert found() == ["A", "B"]


def test_rows_are_read_after_the_right_to_write_is_had(site: Shelf, make: Make) -> None:
    """Else a slow writer could put an older state over a newer one."""
    site.put(make("A", "tea"))
    indexing.rebuild()
    held: list[bool] = []

    class Watching(Shelf):
        def documents_for(self, ids: object) -> list[SearchDocument]:
            try:
                with Generations(Path(live.SEARCH_INDEX_DIR))._locked("write.lock", patience=0.0):
                    held.append(False)
            except EngineUnavailable:
                held.append(True)
            return list(self.rows.values())

    site.__class__ = Watching
    indexing.upsert(["good:A"])
    assert held == [True]
