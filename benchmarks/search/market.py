"""The demonstration market in a database of the benchmark's own: what the other goods are made of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(folder: Path, size: int, engine: str) -> dict[str, str]:
    """The environment of a step: one database for all, an index for each size."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATA_DIR": str(folder / f"{engine}-{size}"),
        "DATABASE_URL": f"sqlite:///{folder / 'market.sqlite3'}",
        "SEARCH_ENGINE": engine,
        "ELASTICSEARCH_INDEX_PREFIX": f"benchmark-{size}",
        "ELASTICSEARCH_SEARCH_SECONDS": "30",  # the benchmark wants to know how long, a visitor not to wait
    }


def prepare(folder: Path) -> None:
    """Load the demonstration market once.

    Raises:
        subprocess.CalledProcessError: it cannot be loaded.
    """
    done = folder / "market.loaded"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "market.sqlite3").unlink(missing_ok=True)
    given = environment(folder, 0, "embedded")
    for command in (["migrate", "--no-input", "-v0"], ["load_demo"]):
        subprocess.run([sys.executable, "manage.py", *command], env=given, check=True, stdout=sys.stderr)
    done.touch()
