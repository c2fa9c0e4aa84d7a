"""Databases as the migrations make them, made once for a state of the migrations and copied by every run of the tests.

The migrations cost half a minute of a processor; each process of a run that tests on a database made one. A template
is found by the digest of all that can change it: the migrations, the models (whose permissions and content types come
with them), what these import, the settings, the versions of the libraries. With another digest it is made anew.

``python -m tests.database_templates`` makes those of both databases beforehand.
"""

from __future__ import annotations

import ast
import fcntl
import functools
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from scripts.environment import ROOT
from scripts.services import SERVICES, postgresql_url

FOLDER: Final = ROOT / "var" / "tests"
LOCK: Final = ROOT / "requirements" / "test.txt"
TOPS: Final = ("marketplace", "cms", "search", "config")
KEPT: Final = 4  # of SQLite, so that going to another branch and back makes none
NAME: Final = "honghe"


class Broken(Exception):
    """The migrations failed; the message is what they said."""


@functools.cache
def digest(root: Path = ROOT) -> str:
    """Of all that a migrated database depends on; 16 hexadecimal digits."""
    roots = [path for top in TOPS for path in (root / top).rglob("*.py") if _shapes_tables(path)]
    whole = hashlib.sha256((root / LOCK.relative_to(ROOT)).read_bytes())
    for path in sorted(_with_imports(root, roots)):
        whole.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def _shapes_tables(path: Path) -> bool:
    parts = path.parts
    return "migrations" in parts or "models" in parts or "settings" in parts or path.name in {"models.py", "apps.py"}


def _with_imports(root: Path, paths: Iterable[Path]) -> set[Path]:
    """The files, and all modules of ours that they import, however far down."""
    found: set[Path] = set()
    todo = list(paths)
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            todo += [file for module in _imports(path) for file in _files(root, module)]
    return found


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files(root: Path, module: str) -> Iterator[Path]:
    """The module's file and those of the packages that it lies in; its last part may be a name inside a module."""
    parts = module.split(".")
    if parts[0] in TOPS:
        for count in range(1, len(parts) + 1):
            place = root.joinpath(*parts[:count])
            yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())


def sqlite() -> Path:
    """Return the file of the migrated database on SQLite; it is there afterwards.

    Raises:
        Broken: the migrations failed.
    """
    made = FOLDER / f"{digest()}.sqlite3"
    with _alone("sqlite"):
        if made.exists():
            os.utime(made)
            return made
        building = made.with_suffix(".building")
        building.unlink(missing_ok=True)
        _migrate(f"sqlite:///{building}")
        building.rename(made)
        for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()
    return made


def postgresql() -> str:
    """Return the name of the migrated database on PostgreSQL; it is there afterwards. It begins with the name of the
    database that the tests are pointed to, and templates of another are not touched.

    Raises:
        Broken: the migrations failed.
    """
    address, name = _pointed_to()
    made = f"{name}_template_{digest()}"
    with _alone("postgresql"), psycopg.connect(f"{address}/postgres", autocommit=True) as server:
        rows = server.execute("select datname from pg_database where datname like %s", [f"{name}\\_template\\_%"])
        there = {str(row[0]) for row in rows}
        if made in there:
            return made
        for old in there:  # also what a build that was broken off left
            server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(old)))
        building = f"{name}_template_building"
        server.execute(sql.SQL("create database {}").format(sql.Identifier(building)))
        _migrate(f"{address}/{building}")
        server.execute(sql.SQL("alter database {} rename to {}").format(*map(sql.Identifier, (building, made))))
    return made


def fill_sqlite(database: sqlite3.Connection) -> None:
    """Make an open, empty database of SQLite a copy of the migrated one."""
    with closing(sqlite3.connect(sqlite())) as template:
        template.backup(database)


def copy_postgresql(name: str) -> str:
    """Make the database ``name`` on PostgreSQL anew, as a copy of the migrated one; return its address."""
    template, address = postgresql(), _pointed_to()[0]
    with psycopg.connect(f"{address}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        made = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        server.execute(made)
    return f"{address}/{name}"


def _pointed_to() -> tuple[str, str]:
    """The address of the server and the name of the database that the tests are pointed to."""
    url = os.environ.get("DATABASE_URL", "")
    address, _, name = (url if url.startswith("postgres") else postgresql_url(NAME)).partition("?")[0].rpartition("/")
    return address, name


def _migrate(address: str) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": address,
        "DATA_DIR": str(FOLDER / "data"),
        "PYTHONWARNINGS": "ignore",
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Broken(done.stdout + done.stderr)


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """One process at a time looks for a template and makes it; the others wait, and find it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Make the templates of the databases that are there."""
    sqlite()
    if SERVICES["postgresql"].is_there:
        postgresql()


if __name__ == "__main__":
    main()
