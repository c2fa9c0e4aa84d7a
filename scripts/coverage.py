"""Say which lines and branches of the application no test reaches: ``make coverage``.

Everything runs once, on PostgreSQL where it is there. Fails below the floors: of the whole, and of what moves money or
writes (the services and ``kernel/money.py``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from scripts import catalogues
from scripts.environment import ROOT
from scripts.services import SERVICES, postgresql_url

WORK: Final = ROOT / "var" / "coverage"
FLOOR: Final = 95.0
WHOLE: Final = 100.0


def main(arguments: list[str]) -> int:
    """Run the tests (or those that ``arguments`` choose), print what is not reached, 1 below a floor."""
    os.chdir(ROOT)
    WORK.mkdir(parents=True, exist_ok=True)
    catalogues.compile_all(ROOT / "locale")
    has_postgresql = SERVICES["postgresql"].is_there
    environment = {
        **os.environ,
        "COVERAGE_FILE": str(WORK / "data"),
        "DATABASE_URL": postgresql_url("honghe") if has_postgresql else "",
    }
    command = [sys.executable, "-m", "coverage"]
    tests = ["-m", "pytest", "-q", "-m", "not browser", *arguments]
    failed = subprocess.run([*command, "run", *tests], env=environment, check=False).returncode
    for act in ("combine", "html"):
        subprocess.run([*command, act, "--quiet"], env=environment, check=False)
    report = WORK / "coverage.json"
    subprocess.run([*command, "json", "--quiet", "-o", str(report)], env=environment, check=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    below = faults(found)
    print(f"{found['totals']['percent_covered']:.1f} % of lines and branches; {WORK / 'html' / 'index.html'}")
    print(*below, sep="\n")
    return 1 if failed or below else 0


def faults(found: dict[str, Any]) -> list[str]:
    """What is below its floor in coverage's report: the whole, and each file that writes or counts money."""
    total = found["totals"]["percent_covered"]
    low = [f"The whole: {total:.1f} %, the floor is {FLOOR:.0f} %."] if total < FLOOR else []
    for name, file in sorted(found["files"].items()):
        if is_whole(Path(name)) and file["summary"]["percent_covered"] < WHOLE:
            branches = [f"{begin}->{end}" for begin, end in file.get("missing_branches", ())]
            low.append(f"{name}: lines {file['missing_lines']}, branches {branches}")
    return low


def is_whole(path: Path) -> bool:
    """Tell whether every branch of a file has to be reached: it is a room's service, or counts money."""
    return "services" in path.parts or path.name in {"services.py", "money.py"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
