"""The services that some tests need: where they are expected, and whether they answer."""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Final

import psycopg
import redis

from deployment.elasticsearch import distribution
from deployment.elasticsearch.node import find_java
from scripts.environment import Trouble


@dataclass(frozen=True)
class Service:
    """``variable`` names the environment variable that says where it is, ``default`` is tried without it."""

    name: str
    variable: str
    default: str
    answers: Callable[[str], bool]

    @property
    def address(self) -> str:
        return os.environ.get(self.variable) or self.default

    @property
    def is_there(self) -> bool:
        return self.answers(self.address)

    @property
    def absence(self) -> str:
        return f"{self.name} does not answer at {self.address} ({self.variable} says where it is)"


def is_required() -> bool:
    """Whether a service that is not there is a failure (``REQUIRE_SERVICES=1``) and not a skip."""
    return os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}


def postgresql_url(name: str) -> str:
    """The address of the database ``name`` on the test server."""
    return SERVICES["postgresql"].address.rstrip("/") + "/" + name


def _postgresql(address: str) -> bool:
    try:
        with psycopg.connect(address.rstrip("/") + "/postgres", connect_timeout=3) as connection:
            connection.execute("select 1")
    except psycopg.Error:
        return False
    return True


def _redis(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _elasticsearch(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=3) as answer:
            return str(json.load(answer)["version"]["number"]).startswith("8.")
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return False


def _elasticsearch_nodes(cache: str) -> bool:
    try:
        find_java()
    except Trouble:
        return False
    return distribution.is_whole(distribution.home(Path(cache)))


def _program(name: str) -> bool:
    return shutil.which(name) is not None


SERVICES: Final = {
    "postgresql": Service("PostgreSQL", "TEST_POSTGRES_URL", "postgres://honghe:honghe@127.0.0.1:5432/", _postgresql),
    "redis": Service("Redis", "TEST_REDIS_URL", "redis://127.0.0.1:6379/9", _redis),
    "elasticsearch": Service("Elasticsearch", "TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9200", _elasticsearch),
    "elasticsearch_nodes": Service(
        "deployment/elasticsearch/server",
        "ELASTICSEARCH_HOME_DIR",
        str(distribution.cache_folder()),
        _elasticsearch_nodes,
    ),
    "nginx": Service("nginx", "NGINX", "/usr/sbin/nginx", _program),
    "browser": Service("Chromium", "CHROMIUM", "/usr/bin/chromium", _program),
    "gettext": Service("GNU gettext", "XGETTEXT", "xgettext", _program),
}
