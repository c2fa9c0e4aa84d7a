"""The benchmark of the search: the same market each time, figures that are what they say, runs that go on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.search import report, runs
from benchmarks.search.analysed import Shelf, analysed
from benchmarks.search.asking import Taken, figures, percentile
from benchmarks.search.chart import Scale, curves
from benchmarks.search.goods import goods, marks
from benchmarks.search.processes import cpu_seconds, memory
from benchmarks.search.questions import beginnings, questions
from search.documents import SearchDocument
from search.engines.embedded import engine
from tests.integration.search.market import published

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def some() -> list[SearchDocument]:
    return list(goods(count=400, around=published()))


def test_two_runs_measure_the_same_market(some: list[SearchDocument]) -> None:
    assert list(goods(count=400, around=published())) == some
    assert len({one.id for one in some}) == 400
    assert {len(one.names) for one in some} == {3}


def test_trade_marks_grow_as_the_root_and_the_first_is_the_most_used(some: list[SearchDocument]) -> None:
    assert [len(marks(count, published())) for count in (100, 400, 10_000)] == [400, 800, 4_000]
    used = Counter(one.names["zh-hans"].partition("牌")[0] for one in some)
    assert used.most_common(1)[0][0] == marks(400, published())[0].han


def test_questions_are_all_different_the_same_each_time_and_of_every_kind(some: list[SearchDocument]) -> None:
    asked = questions(some, count=280)
    assert asked == questions(some, count=280)
    assert len(set(asked)) == 280
    assert asked != questions(some, count=280, seed=1)
    assert len({one.kind for one in asked}) == 14
    assert {one.sort for one in asked} == {"relevance", "price", "-price", "newest", "name"}
    assert all(one.q.strip() for one in asked)


def test_what_is_typed_are_different_beginnings(some: list[SearchDocument]) -> None:
    typed = beginnings(some, count=200)
    assert len(set(typed)) == 200
    assert all(1 <= len(text) <= 16 for text, _ in typed)


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (99, 99), (100, 100), (1, 1)])
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(percent: int, value: int) -> None:
    assert percentile(list(range(1, 101)), percent) == value


def test_figures_count_what_was_not_answered() -> None:
    found = figures([Taken(3.0, 1.0, True), Taken(9.0, 2.0, False), Taken(6.0, 3.0, True)])
    assert found == {
        "count": 3,
        "failures": 1,
        "p50": 6.0,
        "p99": 9.0,
        "slowest": 9.0,
        "cpu_p50": 2.0,
        "cpu_p99": 3.0,
    }


def test_documents_analysed_by_other_processes_are_the_same_in_the_same_order(
    some: list[SearchDocument], tmp_path: Path
) -> None:
    module: Any = engine  # whose writer finds what was analysed
    written = module.stored
    expected = [written(one) for one in some]
    shelf = Shelf(tmp_path, 400)
    assert [module.stored(one) for one in analysed(some, processes=2, shelf=shelf)] == expected
    assert module.stored is written
    assert list(analysed(some, processes=0, shelf=shelf)) == some


def test_the_other_engine_takes_what_was_analysed_for_the_first(
    some: list[SearchDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module: Any = engine
    expected = [module.stored(one) for one in some]
    shelf = Shelf(tmp_path, 400)
    assert shelf.cpu_seconds is None
    list(analysed(some, processes=2, shelf=shelf))
    assert shelf.cpu_seconds is not None
    assert shelf.cpu_seconds > 0
    monkeypatch.setattr("benchmarks.search.analysed.stored", None)  # nothing is analysed again
    assert [module.stored(one) for one in analysed(some, processes=2, shelf=Shelf(tmp_path, 400))] == expected
    assert list(tmp_path.iterdir()) == []


def test_what_was_analysed_in_part_is_not_taken(some: list[SearchDocument], tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 400)
    begun = analysed(some, processes=2, shelf=shelf)
    next(begun)
    begun.close()
    assert shelf.cpu_seconds is None
    assert len(list(analysed(some, processes=2, shelf=shelf))) == 400
    with pytest.raises(ValueError, match="longer"):
        list(analysed(some[:-1], processes=2, shelf=shelf))


def test_a_process_uses_time_and_memory() -> None:
    own = [int(Path("/proc/self").resolve().name)]
    assert cpu_seconds(own) > 0
    assert memory(own)["peak"] >= memory(own)["own"] > 1


def test_a_scale_holds_its_values_between_whole_powers_of_ten() -> None:
    scale = Scale.around([3.0, 40.0], 0, 100)
    assert (scale.low, scale.high) == (0, 2)
    assert [scale.at(value) for value in (1, 10, 100)] == [0, 50, 100]
    assert Scale.around([10.0], 0, 100).decades == range(1, 3)


def test_curves_are_drawn_with_their_names_and_the_bound() -> None:
    text = curves("A & B", {"one": [(10, 1), (1_000, 9)], "two": [(10, 2)]}, (50, "not above"))
    drawn = ElementTree.fromstring(text)
    assert len(drawn.findall(f"{SVG}polyline")) == 2
    said = [one.text for one in drawn.iter(f"{SVG}text")]
    assert {"A & B", "one", "two", "not above", "1,000", "10 ms"} <= set(said)
    for one in drawn.iter(f"{SVG}circle"):
        assert 0 <= float(one.attrib["cx"]) <= 640
        assert 0 <= float(one.attrib["cy"]) <= 400


def result(engine: str, size: int, p99: float) -> dict[str, Any]:
    way = {"count": 10, "failures": 0, "p50": p99 / 2, "p99": p99, "slowest": p99, "cpu_p50": 1.0, "cpu_p99": 2.0}
    ways = {name: way | {"rate": 5.0} for name in ("search", "suggest", "search_8", "suggest_8")}
    index = {"documents": size, "seconds": 2.0, "cpu_seconds": 1.0, "megabytes": 3.0}
    return {
        "engine": engine,
        "size": size,
        "at": "2026-11-28 04:45 UTC",
        "machine": "a machine",
        "index": index,
        "ask": ways | {"memory": {"own": 1.0, "mapped": 2.0}, "first_ms": 9.0},
    }


def test_the_report_says_which_bound_holds_and_which_does_not(tmp_path: Path) -> None:
    page = tmp_path / "search-benchmarks.md"
    page.write_text(f"before\n{report.BEGIN}old figures\n{report.END}after\n", encoding="utf-8")
    found = [result("embedded", 10_000, 1.0), result("embedded", 100_000, 30.0), result("embedded", 1_000_000, 120.0)]
    report.write(found, tmp_path)
    report.write(found, tmp_path)  # again: nothing is doubled
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old figures" not in text
    assert text.count("### Index") == 1
    assert "| embedded, search, p99 at 100,000 goods ≤ 50 ms | 30.0 ms (CPU time 2.0 ms) | yes |" in text
    assert "| embedded, suggest, p99 at 100,000 goods ≤ 20 ms | 30.0 ms (CPU time 2.0 ms) | **no** |" in text
    assert "| embedded, search, p99 from 10,000 to 1,000,000 goods < 100 × | 120.0 × | **no** |" in text
    assert "| elasticsearch, search, p99 from 10,000 to 1,000,000 goods < 100 × | - | not measured |" in text
    assert json.loads((tmp_path / "search-benchmarks.json").read_text(encoding="utf-8")) == found
    assert (tmp_path / "search-benchmarks-search.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_step_that_was_done_is_not_done_again_unless_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def step(_plan: runs.Plan, _engine: str, size: int, name: str, _server: object) -> dict[str, object]:
        if name == "ask" and len(done) == 1:
            raise KeyboardInterrupt
        done.append(f"{name} {size}")
        return {"nth": len(done)}

    def run(**more: bool) -> list[str]:
        done.clear()
        runs.run(runs.Plan(tmp_path, (2, 1), ("embedded",), 10, 9_210, **more))
        return done

    monkeypatch.setattr(runs, "_step", step)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr(runs, "_step", lambda *given: done.append(f"{given[3]} {given[2]}"))
    assert run() == ["ask 1", "index 2", "ask 2"]
    assert run() == []
    assert run(again=True) == ["ask 1", "ask 2"]
    assert run(anew=True) == ["index 1", "ask 1", "index 2", "ask 2"]
    monkeypatch.setattr(runs, "VERSION", -1)  # the analysis has changed
    assert run() == ["index 1", "ask 1", "index 2", "ask 2"]
    assert [one["size"] for one in runs.results(tmp_path)] == [1, 2]
