"""The demonstration market is loaded once for all tests of a module; each test's own changes are rolled back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker


def load() -> str:
    """Run the command; return what it said."""
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def first_run(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the first run said; its rows are there until the module's last test has ended."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def market(first_run: str, db: None) -> str:
    """The demonstration market, untouched."""
    return first_run
