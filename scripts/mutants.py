"""Change the code of one room in many small ways, and see whether its tests notice: ``make mutants ROOM=kernel``.

Runs mutmut over a folder of links to this checkout (``var/mutants/<room>``), so that nothing here is changed. A run
that was stopped goes on where it was; mutants whose function has not changed are not tried again. The score is kept in
``docs/mutation.json``; what survived is listed with the command that shows it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from scripts.environment import ROOT

WORK: Final = ROOT / "var" / "mutants"
SCORES: Final = ROOT / "docs" / "mutation.json"
TOPS: Final = ("marketplace", "cms", "search")
_SURVIVED, _NO_TESTS = 0, 33  # as mutmut writes them down beside each mutant
# What mutmut makes itself, what belongs to one machine, and the file that is written for it below.
OWN: Final = frozenset({"var", "mutants", "pyproject.toml", "node_modules"})


def main(arguments: list[str]) -> int:
    """Try the mutants of a room; 0 when all were tried, whatever survived."""
    if len(arguments) != 1 or not (room := _folder(arguments[0])):
        print("Name one room, as in: make mutants ROOM=kernel", file=sys.stderr)
        return 2
    place = WORK / room.name
    _lay_out(place, room)
    command = [sys.executable, "-m", "mutmut"]
    environment = {**os.environ, "DATABASE_URL": "", "PYTHONDONTWRITEBYTECODE": "1"}
    missed = _missed(place)  # by an earlier run: there may be tests for them now
    for names in ([], missed) if missed else ([],):
        trial = [*command, "run", "--max-children", "2", *names]
        done = subprocess.run(trial, cwd=place, env=environment, check=False)
        if done.returncode:
            return done.returncode
    subprocess.run([*command, "export-cicd-stats"], cwd=place, env=environment, check=True, capture_output=True)
    found = json.loads((place / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    print(_keep(room.name, found))
    subprocess.run([*command, "results"], cwd=place, env=environment, check=True)
    print(f"One of them: (cd {place.relative_to(ROOT)} && {sys.executable} -m mutmut show NAME)")
    return 0


def _missed(place: Path) -> list[str]:
    """The mutants that no test noticed, or reached, when they were tried last."""
    found: list[str] = []
    for path in sorted((place / "mutants").rglob("*.meta")):
        results = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        found += [name for name, code in results.items() if code in {_SURVIVED, _NO_TESTS}]
    return found


def _folder(name: str) -> Path | None:
    return next((ROOT / top / name for top in TOPS if (ROOT / top / name / "__init__.py").is_file()), None)


def _lay_out(place: Path, room: Path) -> None:
    """Link what the tests need into the folder, and write there what mutmut has to know."""
    place.mkdir(parents=True, exist_ok=True)
    linked = [path for path in sorted(ROOT.iterdir()) if path.name not in OWN and not path.name.startswith(".")]
    for path in linked:
        link = place / path.name
        if not link.is_symlink():
            link.symlink_to(path)
    source = room.relative_to(ROOT)
    tests = [f"tests/{kind}/{room.name}" for kind in ("unit", "integration")]
    known = {
        "source_paths": [source.parts[0]],
        "only_mutate": [f"{source}/*"],
        "do_not_mutate": [f"{source}/migrations/*"],
        "also_copy": [path.name for path in linked if path.name != source.parts[0]],
        "pytest_add_cli_args": ["-p", "no:randomly", "-p", "no:cacheprovider", "-m", "not slow"],
        "pytest_add_cli_args_test_selection": [path for path in tests if (ROOT / path).is_dir()],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in known.items()]
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = "\n".join([written, "[tool.mutmut]", "use_git_change_detection = false", *lines, ""])
    (place / "pyproject.toml").write_text(text, encoding="utf-8")


def score(found: dict[str, int]) -> float:
    """The share of mutants that a test noticed: one that no test reaches was not, one that never ended was."""
    tried = found["total"] - found.get("skipped", 0)
    return round((found["killed"] + found.get("timeout", 0)) / tried, 3) if tried else 0.0


def _keep(room: str, found: dict[str, int]) -> str:
    scores = json.loads(SCORES.read_text(encoding="utf-8")) if SCORES.exists() else {}
    missed = {name: found.get(name, 0) for name in ("survived", "no_tests")}
    scores[room] = {"score": score(found), "mutants": found["total"], "killed": found["killed"], **missed}
    SCORES.write_text(json.dumps(scores, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return f"{room}: {scores[room]['score']:.1%} of {found['total']} mutants noticed ({missed})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
