"""What every test may ask for, and which tests need which service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from marketplace.accounts.models import User

TESTS = Path(__file__).parent
# How long an example takes says something about the machine and nothing about the code.
hypothesis_settings.register_profile("honghe", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("honghe")
# Where tests need no database unless they ask for it.
WITHOUT_DATABASE = (TESTS / "unit", TESTS / "contracts", TESTS / "integration" / "search")
# Pages and answers of the edges, which show what the rooms below did: alike on both databases. What the databases do
# not do alike (JSON, collation, locks, constraints, how many queries) is tested in the rooms, on both.
EDGES = ("api", "cms", "kiosk", "operations", "producer_portal", "search", "storefront")
OVER_ALL_EDGES = ("every_address", "messages_of_others", "refused_forms", "rights")
ALIKE = (
    *(TESTS / "integration" / edge for edge in EDGES),
    *(TESTS / "integration" / f"test_{name}.py" for name in OVER_ALL_EDGES),
)
DIFFERS = (TESTS / "integration" / "storefront" / "test_query_budgets.py",)
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
        if _is_the_same_on_every_database(item):
            item.add_marker(pytest.mark.once)
        elif any(item.path.is_relative_to(place) for place in ALIKE) and item.path not in DIFFERS:
            item.add_marker(pytest.mark.alike)
    yield
    # The order of those that use the database of the tests is pytest-django's.
    items.sort(key=lambda item: not item.get_closest_marker("slow") or _has_database(item))


def _is_the_same_on_every_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for nothing but Python: no database, no service."""
    if not any(item.path.is_relative_to(folder) for folder in WITHOUT_DATABASE) or _has_database(item):
        return False
    return not any(item.get_closest_marker(name) for name in SERVICES)


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
