"""What every test may ask for, and which tests need which service."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from marketplace.web import process_cache
from scripts import catalogues
from scripts.environment import ROOT
from scripts.services import SERVICES, is_required
from tests import database_templates, databases

if TYPE_CHECKING:
    from marketplace.accounts.models import User

TESTS = Path(__file__).parent
# How long an example takes says something about the machine and nothing about the code.
hypothesis_settings.register_profile("honghe", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("honghe")
MARKED_FOLDERS = {"e2e": pytest.mark.browser, "concurrency": pytest.mark.postgresql}


def pytest_sessionstart(session: pytest.Session) -> None:
    """The tests read the messages as the site does: compiled, and none that was read before it was."""
    if not hasattr(session.config, "workerinput"):
        for path in catalogues.compile_all(ROOT / "locale"):
            translation_file_changed(None, path)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what can be told from the folder. After all others have chosen and shuffled, begin with what starts whole
    programs, so that nothing long is left over for one process while the other has nothing to do.
    """
    for item in items:
        mark = MARKED_FOLDERS.get(item.path.relative_to(TESTS).parts[0])
        if mark:
            item.add_marker(mark)
        if isinstance(item, pytest.Function) and databases.differs(_source(item.path), *_names(item)):
            item.add_marker(pytest.mark.differs)
    yield
    # The order of those that use the database of the tests is pytest-django's.
    items.sort(key=lambda item: not item.get_closest_marker("slow") or _has_database(item))


@functools.cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _names(item: pytest.Function) -> list[str]:
    return [item.originalname, *([item.cls.__name__] if item.cls else [])]


def _has_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & {"db", "transactional_db"})


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, service in SERVICES.items():
        if item.get_closest_marker(name) is None:
            continue
        if not service.is_there:
            (pytest.fail if is_required() else pytest.skip)(service.absence)
        if name == "postgresql" and connection.vendor != "postgresql":
            pytest.skip("runs on PostgreSQL only; DATABASE_URL names another database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the database of the tests be a copy of the migrated one, in place of migrating one for each process."""
    connection.creation.create_test_db = _copied_database  # type: ignore[method-assign]


def _copied_database(*_args: object, **_options: object) -> str:
    """Stand in for Django's, which makes a database and migrates it; return its name."""
    creation: Any = connection.creation  # the stubs do not know what its test database is called
    name = str(creation._get_test_db_name())
    connection.close()
    if connection.vendor == "postgresql":
        database_templates.copy_postgresql(name)
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        database_templates.fill_sqlite(connection.connection)
    return name


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one left in the cache."""
    cache.clear()
    process_cache.clear()


@pytest.fixture
def now() -> datetime:
    """The present instant of a test: a Tuesday in the season of new rice."""
    return datetime(2026, 11, 10, 2, 30, tzinfo=UTC)


@pytest.fixture
def actor(db: None) -> User:
    """Somebody to be named in the audit trail."""
    from tests.factories.accounts import UserFactory  # noqa: PLC0415 - models load with the first database test

    return UserFactory.create()
