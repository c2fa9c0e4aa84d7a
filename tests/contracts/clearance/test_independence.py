"""The window is a stranger: it knows nothing of the market, so that what it takes is not taken out of kindness."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

from scripts.environment import ROOT

SIMULATOR: Final = ROOT / "marketplace" / "clearance" / "simulator"
OWN: Final = "marketplace.clearance.simulator"
ALLOWED: Final = frozenset(sys.stdlib_module_names) | {"lxml"}


def imports(file: Path) -> set[str]:
    """Return the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: a relative import hides where it goes"
            found.add(node.module or "")
    return found


def test_the_simulator_imports_its_own_modules_the_standard_library_and_lxml_only() -> None:
    files = sorted(SIMULATOR.rglob("*.py"))
    assert len(files) > 5
    foreign = {
        f"{file.name}: {name}"
        for file in files
        for name in imports(file)
        if name.partition(".")[0] not in ALLOWED and name != OWN and not name.startswith(f"{OWN}.")
    }
    assert foreign == set()


def test_nothing_of_the_market_reaches_into_the_simulator() -> None:
    users = {
        str(file.relative_to(ROOT))
        for folder in ("marketplace", "config", "cms", "search")
        for file in (ROOT / folder).rglob("*.py")
        if SIMULATOR not in file.parents and any(name.startswith(OWN) for name in imports(file))
    }
    assert users == set()


def test_the_running_simulator_has_loaded_nothing_else_of_the_project() -> None:
    code = f"""
import sys
import {OWN}.__main__
roots = ("marketplace", "config", "cms", "search", "django")
loaded = sorted(name for name in sys.modules if name.split(".")[0] in roots)
print("\\n".join(name for name in loaded if not name.startswith("{OWN}")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["marketplace", "marketplace.clearance"]
