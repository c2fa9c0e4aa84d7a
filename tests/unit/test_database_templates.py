"""A migrated database is copied as long as nothing has changed that could make it another one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import database_templates

FILES = {
    "requirements/test.txt": "django==5.2.1\n",
    "config/settings/base.py": "INSTALLED_APPS = []\n",
    "marketplace/orders/migrations/0001_initial.py": "from marketplace.orders.past import backfill\n",
    "marketplace/orders/past.py": "from marketplace.kernel import ids\n\ndef backfill(): ...\n",
    "marketplace/orders/models/orders.py": "class Order: ...\n",
    "marketplace/kernel/__init__.py": "",
    "marketplace/kernel/ids.py": "LETTERS = 'ABC'\n",
    "marketplace/storefront/views.py": "def goods(request): ...\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def digest(root: Path) -> str:
    database_templates.digest.cache_clear()
    return database_templates.digest(root)


@pytest.mark.parametrize("name", sorted(set(FILES) - {"marketplace/storefront/views.py"}))
def test_whatever_can_change_the_tables_asks_for_another_template(project: Path, name: str) -> None:
    before = digest(project)
    (project / name).write_text(FILES[name] + "# changed\n", encoding="utf-8")
    assert digest(project) != before


def test_a_new_migration_asks_for_another_template(project: Path) -> None:
    before = digest(project)
    (project / "marketplace/orders/migrations/0002_more.py").write_text("", encoding="utf-8")
    assert digest(project) != before


def test_a_page_does_not(project: Path) -> None:
    before = digest(project)
    (project / "marketplace/storefront/views.py").write_text("def goods(request): return None\n", encoding="utf-8")
    assert digest(project) == before


def test_migrations_that_were_broken_off_leave_no_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_templates, "FOLDER", tmp_path)

    def fails(address: str) -> None:
        Path(address.removeprefix("sqlite:///")).write_bytes(b"half")
        raise database_templates.Broken

    monkeypatch.setattr(database_templates, "_migrate", fails)
    with pytest.raises(database_templates.Broken):
        database_templates.sqlite()

    def works(address: str) -> None:
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            database.execute("create table made (id integer)")

    monkeypatch.setattr(database_templates, "_migrate", works)
    with closing(sqlite3.connect(":memory:")) as copy:
        database_templates.fill_sqlite(copy)
        assert copy.execute("select name from sqlite_master").fetchall() == [("made",)]


def test_few_templates_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_templates, "FOLDER", tmp_path)
    monkeypatch.setattr(
        database_templates, "_migrate", lambda address: Path(address.removeprefix("sqlite:///")).touch()
    )
    for number in range(database_templates.KEPT + 3):
        monkeypatch.setattr(database_templates, "digest", lambda number=number: f"{number:016}")
        made = database_templates.sqlite()
    assert made.exists()
    assert len(list(tmp_path.glob("*.sqlite3"))) == database_templates.KEPT
