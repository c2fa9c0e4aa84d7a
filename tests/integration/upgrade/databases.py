"""A database of one's own in place of the one that the tests share, on either engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.web import process_cache
from scripts.services import postgresql_url


@contextmanager
def own_database() -> Iterator[BaseDatabaseWrapper]:
    """Let ``default`` be an empty database of the same engine, which is gone afterwards; nothing kept of one is taken
    for a row of the other.
    """
    shared = connections["default"]
    is_server = shared.vendor == "postgresql"
    name = (
        f"honghe_upgrade_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}" if is_server else ":memory:"
    )
    if is_server:
        _on_server(f"create database {name}")
    own = type(shared)({**shared.settings_dict, "NAME": name}, "default")
    connections["default"] = own
    _forget()
    try:
        yield own
    finally:
        BaseDatabaseWrapper.close(own)  # SQLite's own close() keeps what lies in memory
        connections["default"] = shared
        _forget()
        if is_server:
            _on_server(f"drop database {name} with (force)")


def _on_server(sql: str) -> None:
    with psycopg.connect(postgresql_url("postgres"), autocommit=True) as server:
        server.execute(sql.encode())


def _forget() -> None:
    cache.clear()
    process_cache.clear()
    ContentType.objects.clear_cache()
