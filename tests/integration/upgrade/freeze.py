"""Freeze the release of today: ``.venv/bin/python -m tests.integration.upgrade.freeze 2026-11-29``.

Needs a PostgreSQL server (TEST_POSTGRES_URL) and its ``pg_dump``: the tables of both engines are kept. A few minutes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any, Final

import django
import psycopg

from scripts.environment import ROOT
from scripts.services import postgresql_url

_NAME: Final = "honghe_frozen"
# Full-text tables of Wagtail: made anew from its pages, and not alike on both engines.
_NOT_KEPT: Final = re.compile(r"^(sqlite_|wagtailsearch_indexentry)")


def _schema_of_sqlite() -> str:
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    from tests.integration.upgrade.release import SEPARATOR  # noqa: PLC0415 - after django.setup()

    with connection.cursor() as cursor:
        cursor.execute("select name, sql from sqlite_master where sql is not null order by type = 'index', rowid")
        statements = [sql for name, sql in cursor.fetchall() if not name.startswith("sqlite_")]
    shadows = re.compile(r"'wagtailsearch_indexentry_fts_\w+'")
    return SEPARATOR.join(sql for sql in statements if not shadows.search(sql))


def _schema_of_postgresql() -> str:
    with psycopg.connect(postgresql_url("postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {_NAME} with (force)".encode())
        server.execute(f"create database {_NAME}".encode())
        environment = {**os.environ, "DATABASE_URL": postgresql_url(_NAME)}
        try:
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            dump = [
                "pg_dump",
                "--schema-only",
                "--no-owner",
                "--no-privileges",
                "--no-comments",
                postgresql_url(_NAME),
            ]
            said = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        finally:
            server.execute(f"drop database {_NAME} with (force)".encode())
    kept = [
        line for line in said.splitlines() if line and not line.startswith(("--", "\\", "SET transaction_timeout"))
    ]
    return "\n".join(kept)


def _tables() -> dict[str, dict[str, list[Any]]]:
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    found: dict[str, dict[str, list[Any]]] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if _NOT_KEPT.match(table):
                continue
            cursor.execute(f'pragma table_info("{table}")')  # without what the database works out itself
            columns = [column[1] for column in cursor.fetchall()]
            named = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'select {named} from "{table}" order by rowid')
            found[table] = {"columns": columns, "rows": [list(row) for row in cursor.fetchall()]}
    return found


def freeze(day: str) -> str:
    """Drive a market, and keep it as the release of ``day``; return what was kept."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup()

    from tests.integration.upgrade import market, reading, release  # noqa: PLC0415 - after django.setup()
    from tests.integration.upgrade.databases import own_database  # noqa: PLC0415 - after django.setup()

    with own_database():
        call_command("migrate", verbosity=0)
        market.drive()
        schema = {"sqlite": _schema_of_sqlite(), "postgresql": _schema_of_postgresql()}
        kept = release.Release(schema=schema, tables=_tables(), said=reading.everything())
    path = release.write(day, kept)
    rows = sum(kept.counts.values())
    return f"{path.relative_to(ROOT)}: {len(kept.said['orders'])} orders, {rows} rows, {path.stat().st_size} bytes"


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    sys.stdout.write(freeze(sys.argv[1]) + "\n")
