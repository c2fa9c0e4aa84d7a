"""What ``make coverage`` and ``make mutants`` make of what the tools found."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scripts import coverage, mutants
from scripts.environment import ROOT


def report(total: float, **percents: float) -> dict[str, object]:
    files = {
        name.replace("__", "/") + ".py": {
            "summary": {"percent_covered": percent},
            "missing_lines": [7],
            "missing_branches": [[3, -1]],
        }
        for name, percent in percents.items()
    }
    return {"totals": {"percent_covered": total}, "files": files}


def test_a_service_with_a_branch_that_no_test_takes_is_named_with_it() -> None:
    found = report(96.0, marketplace__orders__services__place=99.0, marketplace__orders__selectors=50.0)
    assert coverage.faults(found) == ["marketplace/orders/services/place.py: lines [7], branches ['3->-1']"]


def test_the_whole_has_a_floor() -> None:
    assert coverage.faults(report(94.9)) == ["The whole: 94.9 %, the floor is 95 %."]
    assert coverage.faults(report(95.0, marketplace__payments__services=100.0)) == []


@pytest.mark.parametrize(
    ("name", "is_whole"),
    [
        ("marketplace/orders/services/place.py", True),
        ("marketplace/payments/services.py", True),
        ("marketplace/kernel/money.py", True),
        ("marketplace/orders/selectors.py", False),
    ],
)
def test_what_writes_and_what_counts_money_is_reached_whole(name: str, is_whole: bool) -> None:
    assert coverage.is_whole(Path(name)) is is_whole


def test_a_mutant_that_no_test_reaches_counts_as_one_that_none_noticed() -> None:
    found = {"total": 11, "killed": 7, "timeout": 1, "survived": 1, "no_tests": 1, "skipped": 1}
    assert mutants.score(found) == 0.8
    assert mutants.score({"total": 0, "killed": 0}) == 0.0


def test_what_no_test_noticed_is_tried_again(tmp_path: Path) -> None:
    assert mutants._missed(tmp_path) == []
    (tmp_path / "mutants").mkdir()
    codes = {"survived": 0, "killed": 1, "untested": 33, "not_tried_yet": None}
    (tmp_path / "mutants" / "money.py.meta").write_text(json.dumps({"exit_code_by_key": codes}), encoding="utf-8")
    assert mutants._missed(tmp_path) == ["survived", "untested"]


def test_scores_of_other_rooms_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "SCORES", tmp_path / "mutation.json")
    mutants._keep("kernel", {"total": 10, "killed": 9, "survived": 1, "no_tests": 0})
    mutants._keep("orders", {"total": 4, "killed": 4, "survived": 0, "no_tests": 0})
    kept = json.loads((tmp_path / "mutation.json").read_text(encoding="utf-8"))
    assert {room: row["score"] for room, row in kept.items()} == {"kernel": 0.9, "orders": 1.0}


def test_a_room_is_tried_in_a_folder_of_links_that_leaves_the_checkout_alone(tmp_path: Path) -> None:
    mutants._lay_out(tmp_path / "kernel", ROOT / "marketplace" / "kernel")
    mutants._lay_out(tmp_path / "kernel", ROOT / "marketplace" / "kernel")  # as when a run goes on
    assert (tmp_path / "kernel" / "marketplace").resolve() == ROOT / "marketplace"
    known = tomllib.loads((tmp_path / "kernel" / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    assert known["only_mutate"] == ["marketplace/kernel/*"]
    assert known["pytest_add_cli_args_test_selection"] == ["tests/unit/kernel"]
    assert "mutmut" not in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["kernel", "orders"], ["../kernel"]])
def test_one_room_is_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert mutants.main(arguments) == 2
    assert "ROOM=kernel" in capsys.readouterr().err
