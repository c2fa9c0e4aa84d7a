"""What the environment says is taken as it stands, or refused with what would do; nothing is lost without a word."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
import redis

from config.env import LIBPQ_OPTIONS, REDIS_OPTIONS, SettingMissing, SettingWrong, cache, database, env, env_flag


def test_a_database_is_read_with_all_that_its_address_says() -> None:
    found = database("postgres://ho%40nghe:p%23w%2F@db.example:6543/mar%20ket?sslmode=require&connect_timeout=5")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    wanted = {"USER": "ho@nghe", "PASSWORD": "p#w/", "HOST": "db.example", "PORT": 6543, "NAME": "mar ket"}
    assert {name: found[name] for name in wanted} == wanted
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": 5}
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)


def test_a_socket_is_named_behind_the_question_mark() -> None:
    assert database("postgresql:///market?host=/run/postgresql")["OPTIONS"] == {"host": "/run/postgresql"}


def test_sqlite_keeps_its_pragmas() -> None:
    found: Any = database("sqlite:////data/market%20one.sqlite3")
    assert found["NAME"] == "/data/market one.sqlite3"
    assert found["CONN_MAX_AGE"] == 60
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert database("sqlite:///:memory:")["NAME"] == ":memory:"


@pytest.mark.parametrize(
    "url",
    [
        "", "honghe", "mysql://a:b@c/d", "postgis://a:b@c/d", "pgsql://a:b@c/d", "Postgres//a", "sqlite://", "sqlite:///",
        "sqlite:///a?timeout=5", "postgres://a:b@c/d?sslmod=require", "postgres://a:b@c/d?sslmode=", "postgres://a:b@c/d?x",
        "postgres://a:b@c/", "postgres://a:b@c:port/d", "postgres://a:secret#1@c/d", "postgres://a:b@c/d?sslmode=require#x",
        "postgres://a:b@[c/d", "postgres://a:b@c/d?dbname=e", "postgres://a:b@c/d?user=e",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(url: str) -> None:
    with pytest.raises(SettingWrong, match="DATABASE_URL") as refusal:
        database(url)
    assert "secret" not in str(refusal.value)


def test_every_option_that_is_let_through_is_one_that_libpq_knows() -> None:
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    assert known >= LIBPQ_OPTIONS


@pytest.mark.parametrize(
    "url",
    ["redis://cache:6379/0", "rediss://:word@cache:6380/1?ssl_cert_reqs=required", "unix:///run/redis.sock?db=2"],
)
def test_a_shared_cache_is_shared(url: str) -> None:
    assert cache(url) == {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


@pytest.mark.parametrize(
    "url",
    [
        "", "local", "local:/", "redis:/cache", "redis:cache", "reddis://cache", "memcached://cache", "http://cache",
        "redis://", "redis://cache/zero", "redis://cache:port/0", "rediss://cache/0?ssl_cert_req=none", "redis://cache/0#1",
    ],
)  # fmt: skip
def test_a_misspelt_cache_is_no_memory_of_one_process(url: str) -> None:
    with pytest.raises(SettingWrong, match="CACHE_URL"):
        cache(url)


@pytest.mark.parametrize("option", sorted(REDIS_OPTIONS))
def test_every_option_that_is_let_through_is_one_that_the_client_knows(option: str) -> None:
    value = {"ssl_cert_reqs": "required", "ssl_min_version": "771", "protocol": "3"}.get(option, "1")
    pool = redis.ConnectionPool.from_url(f"rediss://cache:6379/0?{option}={value}")
    assert pool.make_connection() is not None


@pytest.mark.parametrize(("value", "flag"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)])
def test_a_flag_is_a_yes_or_a_no(monkeypatch: pytest.MonkeyPatch, value: str, flag: bool) -> None:
    monkeypatch.setenv("A_FLAG", value)
    assert env_flag("A_FLAG") is flag


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", "ture")
    with pytest.raises(SettingWrong, match="A_FLAG"):
        env_flag("A_FLAG")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_NAME", "")
    with pytest.raises(SettingMissing, match="A_NAME"):
        env("A_NAME")
