"""Check and test everything: on SQLite, on PostgreSQL, in the browser; end with one closing line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scripts import catalogues, checks
from scripts.environment import ROOT
from scripts.services import SERVICES, Service, is_required, postgresql_url

CLOSING: Final = re.compile(r"^=*\s*((?:\d+ \w+(?:, )?)+) in [\d.]+s")
COUNT: Final = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")
NO_TESTS_COLLECTED: Final = 5


@dataclass(frozen=True)
class Run:
    """One run of pytest; it is skipped, by name, where its service is not there."""

    name: str
    arguments: Sequence[str]
    environment: dict[str, str]
    service: Service | None = None


def runs() -> tuple[Run, ...]:
    """What is run. Where PostgreSQL is there everything runs on it, as in the grown form, and on SQLite only what the
    two do differently (``tests/databases.py``); without it everything runs on SQLite.
    """
    alone = "differs and not elasticsearch" if SERVICES["postgresql"].is_there else "not browser"
    return (
        Run("SQLite", ["-n", "2", "-m", f"{alone} and not postgresql"], {"DATABASE_URL": ""}),
        Run(
            "PostgreSQL",
            ["-n", "2", "-m", "not browser"],
            {"DATABASE_URL": postgresql_url("honghe")},
            SERVICES["postgresql"],
        ),
        Run(
            "Chromium",
            ["-n", "2", "--dist", "worksteal", "-m", "browser"],
            # Playwright's loop runs in the thread of the tests, where Django would make no database beside it.
            {"DATABASE_URL": "", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"},
            SERVICES["browser"],
        ),
    )


def main(arguments: list[str]) -> int:
    """Run everything, or with arguments only pytest with these; the exit code is 0 when all held."""
    os.chdir(ROOT)
    catalogues.compile_all(ROOT / "locale")
    if arguments:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode
    for service in SERVICES.values():
        print(f"{service.name}: {'found at ' + service.address if service.is_there else service.absence}")
    print("\n== Checks", flush=True)
    # The databases that the tests copy are made while one processor is busy with types.
    databases = checks.Check("databases for the tests", [sys.executable, "-m", "tests.database_templates"])
    broken = checks.run(with_contracts=False, beside=[databases])
    total: Counter[str] = Counter()
    remarks = [f"Check failed: {name}" for name in broken]
    for run in runs():
        remarks += _one(run, total)
    total["failed"] += len(broken)
    print("", *remarks, sep="\n")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)
    return 1 if total["failed"] or total["ended badly"] else 0


def _one(run: Run, total: Counter[str]) -> list[str]:
    """Run pytest once and add its counts to ``total``; return what is to be said about it at the end."""
    print(f"\n== Tests on {run.name}", flush=True)
    if run.service and not run.service.is_there:
        total["ended badly" if is_required() else "runs skipped"] += 1
        return [f"{'Failed' if is_required() else 'Skipped'}: the tests on {run.name}; {run.service.absence}"]
    command = [sys.executable, "-m", "pytest", "-q", "--durations=25", *run.arguments]
    counts: Counter[str] = Counter()
    with subprocess.Popen(command, env={**os.environ, **run.environment}, stdout=subprocess.PIPE, text=True) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", flush=True)
            counts = count(line) or counts
    total.update(counts)
    if pytest.returncode in {0, 1} and (counts["failed"] > 0) == (pytest.returncode == 1):
        return []
    if pytest.returncode == NO_TESTS_COLLECTED:
        return [f"No test for {run.name}."]
    total["ended badly"] += 1
    return [f"Failed: pytest on {run.name} ended with exit code {pytest.returncode}."]


def count(line: str) -> Counter[str]:
    """The counts in pytest's closing line; errors count as failed, nothing in any other line."""
    counts: Counter[str] = Counter()
    if CLOSING.match(line):
        for number, word in COUNT.findall(line):
            counts["failed" if word in {"error", "errors", "xpassed"} else word] += int(number)
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
