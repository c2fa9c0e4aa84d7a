"""What holds without running a test: style, types, layers, templates, migrations, deployment. `make check` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scripts.environment import ROOT
from scripts.services import SERVICES, is_required, postgresql_url

BIN: Final = Path(sys.executable).parent
TEMPLATES: Final = (ROOT / "frontend" / "templates", ROOT / "frontend" / "components")
# Values of the right shape and nothing else: `check --deploy` only reads the settings.
DEPLOYMENT: Final = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "OPERATOR_NAME": "某某有限公司",
    "OPERATOR_EMAIL": "help@market.honghe.cn",
    "SECRET_KEY": "Zq8vJr2LxW5yT0bNcH7dKs4FmPgU9aEi3oRw6jQhXtYzBkVn1uMlCfSpDeG",
    "ALLOWED_HOSTS": "market.example.com",
    "SITE_ADDRESS": "https://market.example.com",
    "CACHE_URL": "redis://cache.example.com:6379/0",
    "EMAIL_HOST": "mail.example.com",
    "DEFAULT_FROM_EMAIL": "Honghe Market <no-reply@market.honghe.cn>",
    "CLEARANCE_BASE_URL": "https://single-window.honghe.cn",
    "CLEARANCE_PLATFORM_CODE": "5325960A01",
    "CLEARANCE_PLATFORM_NAME": "红河集市运营有限公司",
    "CLEARANCE_DXP_ID": "DXPENT0000012345",
    "CLEARANCE_RECEIVER_ID": "DXPLGS0000000001",
}
# Migrations that do nothing but make room in a column of text, which the code of before reads and writes as it did.
LONGER_COLUMNS: Final = ("0002_longer_states",)


@dataclass(frozen=True)
class Check:
    """One command; it holds when the command exits with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def checks(*, with_contracts: bool) -> list[Check]:
    """The checks, longest first; ``with_contracts`` adds ``tests/contracts``, which the whole suite runs anyway."""
    python, manage = sys.executable, [sys.executable, "manage.py"]
    templates = [str(path) for folder in TEMPLATES for path in sorted(folder.rglob("*.html"))]
    found = [
        Check("types (mypy --strict)", [str(BIN / "mypy")]),
        Check("style (ruff check)", [str(BIN / "ruff"), "check", "."]),
        Check("format (ruff format)", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("layers (import-linter)", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("templates (djhtml)", [str(BIN / "djhtml"), "--check", "--tabwidth", "2", *templates]),
        Check("dead names (vulture)", [python, "-m", "scripts.dead_names"]),
        Check("layers written (scripts.layers)", [python, "-m", "scripts.layers", "--check"]),
        Check("changes (CHANGELOG.md)", [python, "-m", "scripts.changelog"]),
        Check("migrations complete", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], DEPLOYMENT),
    ]
    if SERVICES["postgresql"].is_there or is_required():
        command = [*manage, "lintmigrations", "--no-cache", "--quiet", "ignore", "ok"]
        command += ["--ignore-name", *LONGER_COLUMNS, "--include-apps", *labels()]
        found.append(Check("migrations safe (lintmigrations)", command, {"DATABASE_URL": postgresql_url("postgres")}))
    else:
        print(f"skipped migrations safe (lintmigrations): {SERVICES['postgresql'].absence}")
    if with_contracts:
        found.append(Check("contracts (pytest tests/contracts)", [python, "-m", "pytest", "-q", "tests/contracts"]))
    return found


def labels() -> list[str]:
    """The labels of our own apps that have migrations: a page type's carries its package's name before its own."""
    folders = [path for where in ("marketplace/*", "cms/*") for path in ROOT.glob(f"{where}/migrations")]
    return sorted(("cms_" if path.parts[-3] == "cms" else "") + path.parts[-2] for path in folders)


def run(*, with_contracts: bool, beside: Sequence[Check] = ()) -> list[str]:
    """Run them two at a time, print each verdict and what a failed one said; return the names of those that failed.

    ``beside``: what takes long and is to be done meanwhile, begun among the first.
    """
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(2) as pool:
        environment = {**os.environ, "DATA_DIR": data, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        longest, *others = checks(with_contracts=with_contracts)
        todo = [longest, *beside, *others]
        verdicts = list(pool.map(lambda check: _run(check, environment), todo))
    return [check.name for check, holds in zip(todo, verdicts, strict=True) if not holds]


def _run(check: Check, environment: dict[str, str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        check.command, cwd=ROOT, env={**environment, **check.environment}, capture_output=True, text=True, check=False
    )
    seconds = time.monotonic() - begun
    if done.returncode == 0:
        print(f"ok      {check.name} ({seconds:.0f} s)", flush=True)
        return True
    print(f"FAILED  {check.name} ({seconds:.0f} s)\n{done.stdout}{done.stderr}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(1 if run(with_contracts=True) else 0)
