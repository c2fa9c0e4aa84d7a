"""The index follows the sources, whatever comes twice, late, at once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from search import indexing, querying
from search.analysis.fields import fingerprint
from search.documents import SearchDocument
from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.choice import current_engine
from tests.integration.search.conftest import Make, Shelf, nothing
from tests.integration.search.places import Place


def found(q: str = "tea") -> list[str]:
    return sorted(hit.sku for hit in querying.search(q=q, lang="en", size=100).hits)


def test_a_new_good_is_found_and_a_changed_one_is_found_as_it_is(site: Shelf, make: Make) -> None:
    site.put(make("A", "green tea"))
    indexing.rebuild()
    indexing.upsert(site.put(make("B", "black tea")))
    assert found() == ["A", "B"]
    indexing.upsert(site.put(make("B", "black coffee")))
    assert found() == ["A"]
    assert found("coffee") == ["B"]


def test_an_id_delivered_twice_is_in_the_index_once(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    for _ in range(3):
        indexing.upsert(["good:A", "good:A"])
    assert querying.search(q="tea", lang="en").total == 1
    assert current_engine().health().documents == 1


def test_what_its_source_no_longer_has_leaves_the_index(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"), make("B", "tea"))
    indexing.rebuild()
    del site.rows["good:B"]
    indexing.upsert(["good:B", "good:never-there", "nobody:1"])
    assert found() == ["A"]


def test_what_is_unpublished_leaves_the_index_and_its_counts(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea", categories=("drinks",)), make("B", "tea", categories=("hidden",)))
    indexing.rebuild()
    indexing.upsert(site.put(replace(site.rows["good:B"], published=False)))
    assert found() == ["A"]
    assert querying.search(q="tea", lang="en").facets.category == {"drinks": 1}
    assert [one.sku for one in querying.suggest(q="te", lang="en")] == ["A"]


def test_removed_ids_are_gone_whatever_their_source_says(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"), make("B", "tea"))
    indexing.rebuild()
    indexing.remove(["good:B", "good:unknown"])
    assert found() == ["A"]


def test_without_an_index_a_change_builds_the_whole_one(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"), make("B", "tea"))
    indexing.upsert(["good:A"])
    assert found() == ["A", "B"]


@pytest.mark.parametrize("q", ["tea", "", "\x00", "石榴"])
def test_without_an_index_a_search_answers_and_says_that_it_is_degraded(site: Shelf, q: str) -> None:
    result = querying.search(q=q, lang="vi", page=3, size=10)
    assert result.degraded
    assert (result.total, result.hits, result.page, result.size) == (0, (), 3, 10)
    assert querying.suggest(q=q, lang="vi") == []


def test_an_empty_index_is_degraded_until_something_is_in_it(site: Shelf, make: Make) -> None:
    assert indexing.rebuild() == 0
    assert querying.search(q="tea", lang="en").degraded
    indexing.upsert(site.put(make("A", "tea")))
    assert not querying.search(q="tea", lang="en").degraded
    assert found() == ["A"]


def test_a_rebuild_leaves_out_what_is_gone_and_tells_how_far_it_is(site: Shelf, make: Make) -> None:
    site.put(*(make(f"S{n:03}", "tea") for n in range(250)))
    indexing.rebuild()
    site.rows = dict(list(site.rows.items())[:205])
    told: list[int] = []
    assert indexing.rebuild(progress=told.append) == 205
    assert told == [100, 200, 205]
    assert querying.search(q="tea", lang="en").total == 205


def test_visitors_search_the_old_index_until_the_new_one_is_whole(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"), make("B", "tea"))
    indexing.rebuild()
    seen: list[list[str]] = []

    def watched() -> Iterator[SearchDocument]:
        for one in [make("C", "tea"), make("D", "tea")]:
            current_engine().health()  # looks for a new commit
            seen.append(found())
            yield one

    current_engine().rebuild(watched(), resolve=nothing)
    assert seen == [["A", "B"], ["A", "B"]]
    assert found() == ["C", "D"]


def test_a_rebuild_that_fails_leaves_the_old_index_and_may_be_tried_again(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()

    def failing() -> Iterator[SearchDocument]:
        yield make("B", "tea")
        raise LookupError

    with pytest.raises(LookupError):
        current_engine().rebuild(failing(), resolve=nothing)
    assert found() == ["A"]
    indexing.upsert(site.put(make("C", "tea")))
    assert found() == ["A", "C"]
    assert indexing.rebuild() == 2
    assert found() == ["A", "C"]


def test_a_check_tells_what_differs_and_repairs_it(
    site: Shelf, make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    site.put(make("A", "tea"), make("B", "tea"), make("C", "tea"))
    indexing.rebuild()
    assert indexing.compare().is_clean
    call_command("search_check")
    site.put(make("B", "tea", price=Decimal(2)), make("D", "tea"))
    del site.rows["good:C"]
    difference = indexing.compare()
    assert set(difference.outdated) == {"good:B"}
    assert set(difference.missing) == {"good:D"}
    assert set(difference.left_over) == {"good:C"}
    with pytest.raises(CommandError):
        call_command("search_check")
    assert "good:D" in capsys.readouterr().out
    call_command("search_check", "--repair")
    assert indexing.compare().is_clean
    assert found() == ["A", "B", "D"]


def test_many_differences_are_repaired_some_at_a_time(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    site.put(*(make(f"S{n:04}", "tea") for n in range(1_100)))
    assert indexing.repair(indexing.compare()) == 1_100
    assert indexing.compare().is_clean


def test_the_rebuild_command_builds_and_says_how_much(
    site: Shelf, make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    site.put(make("A", "tea"), make("B", "tea"))
    call_command("search_rebuild")
    assert "2 documents" in capsys.readouterr().out
    assert found() == ["A", "B"]


@pytest.mark.parametrize(
    "change",
    [
        {"names": {"en": "x"}},
        {"price": Decimal(1)},
        {"gi": True},
        {"path": "x/"},
        {"popularity": 3},
        {"hs_code": "0902"},
    ],
)
def test_every_change_that_shows_has_another_fingerprint(make: Make, change: dict[str, object]) -> None:
    before = make("A", "tea")
    assert fingerprint(before) != fingerprint(replace(before, **change))  # type: ignore[arg-type]
    assert fingerprint(before) == fingerprint(make("A", "tea"))


def test_without_an_index_removing_is_no_error_and_makes_none(site: Shelf, place: Place) -> None:
    indexing.remove(["good:A"])
    assert place.generations() == []


def test_an_index_of_an_earlier_analysis_is_built_anew(
    site: Shelf, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put(make("A", "tea"))
    indexing.rebuild()
    for engine in ("embedded", "elasticsearch"):
        monkeypatch.setattr(f"search.engines.{engine}.generations.VERSION", 999)
    assert not current_engine().health().is_ready
    assert querying.search(q="tea", lang="en").degraded
    indexing.upsert(["good:A"])
    assert found() == ["A"]


def test_what_is_written_during_a_rebuild_is_not_lost(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"), make("B", "tea"), make("C", "tea"), make("D", "tea"))
    indexing.rebuild()
    meanwhile = [make("E", "tea"), make("B", "coffee")]

    class Slow(Shelf):
        def iter_documents(self) -> Iterator[SearchDocument]:
            for one in list(self.rows.values()):
                yield one  # as it was when it was read
                if meanwhile:
                    indexing.upsert(self.put(meanwhile.pop()))
            del self.rows["good:D"]
            indexing.upsert(["good:D"])

    site.__class__ = Slow
    indexing.rebuild()
    assert found() == ["A", "C", "E"]
    assert found("coffee") == ["B"]


class Greedy(Shelf):
    """Begins another rebuild while it is read for one."""

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from super().iter_documents()
        with pytest.raises(EngineUnavailable, match="rebuild"):
            current_engine().rebuild(super().iter_documents(), resolve=nothing)
        with pytest.raises(CommandError, match="rebuild"):
            call_command("search_rebuild")


def test_a_second_rebuild_is_told_that_one_is_under_way(site: Shelf, make: Make) -> None:
    site.put(make("A", "tea"))
    site.__class__ = Greedy
    assert indexing.rebuild() == 1
    site.__class__ = Shelf
    assert indexing.rebuild() == 1
    assert found() == ["A"]


def test_old_generations_do_not_pile_up(site: Shelf, make: Make, place: Place) -> None:
    site.put(make("A", "tea"))
    for _ in range(4):
        indexing.rebuild()
    assert len(place.generations()) == 2


def test_an_engine_of_its_own_takes_documents_without_a_source(engine: SearchEngine, make: Make) -> None:
    engine.index([make("A", "tea"), make("B", "tea", published=False)])
    assert set(engine.fingerprints()) == {"good:A"}
    engine.delete(["good:A"])
    assert engine.fingerprints() == {}
    engine.index([])
    assert engine.health().is_ready
