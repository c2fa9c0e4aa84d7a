"""The one place that reads the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

import dj_database_url

from marketplace.kernel.languages import LANGUAGES, MAIN

BASE_DIR: Final = Path(__file__).resolve().parent.parent


# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
# User, password and name stand before the question mark.
LIBPQ_OPTIONS: Final = frozenset({
    "application_name", "channel_binding", "client_encoding", "connect_timeout", "fallback_application_name",
    "gssencmode", "host", "hostaddr", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts", "options", "passfile", "port", "require_auth", "service", "sslcert", "sslcertmode",
    "sslcrl", "sslcrldir", "sslkey", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslmode",
    "sslnegotiation", "sslpassword", "sslrootcert", "sslsni", "target_session_attrs", "tcp_user_timeout",
})  # fmt: skip
# What redis-py takes from an address (redis.connection.parse_url and the connections that it makes).
REDIS_OPTIONS: Final = frozenset({
    "client_name", "db", "health_check_interval", "max_connections", "password", "protocol", "retry_on_timeout",
    "socket_connect_timeout", "socket_keepalive", "socket_timeout", "ssl_ca_certs", "ssl_ca_path", "ssl_cert_reqs",
    "ssl_certfile", "ssl_check_hostname", "ssl_keyfile", "ssl_min_version", "username",
})  # fmt: skip


class SettingMissing(Exception):
    """A setting that the site cannot start without is not in the environment."""


class SettingWrong(Exception):
    """A setting cannot be used as it stands; the message says what would do, and repeats no password."""


_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off"})


def env(name: str, default: str | None = None) -> str:
    """Read one variable.

    Raises:
        SettingMissing: the variable is unset or empty and there is no default.
    """
    value = os.environ.get(name, "") or default
    if value is None:
        raise SettingMissing(f"Set the environment variable {name}.")
    return value


def env_flag(name: str, *, default: bool = False) -> bool:
    """Read a yes or no.

    Raises:
        SettingWrong: it is neither: a misspelt yes would be a no.
    """
    value = env(name, "1" if default else "0").lower()
    if value not in _YES | _NO:
        raise SettingWrong(f"{name} is {value!r}; it must be 1 or 0.")
    return value in _YES


def env_list(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


OPERATOR_FACTS: Final = {
    "operator_name": "OPERATOR_NAME",
    "operator_credit_code": "OPERATOR_CREDIT_CODE",
    "registered_address": "OPERATOR_ADDRESS",
    "legal_representative": "OPERATOR_REPRESENTATIVE",
    "phone": "OPERATOR_PHONE",
    "phone_vn": "OPERATOR_PHONE_VN",
    "email": "OPERATOR_EMAIL",
    "icp_number": "OPERATOR_ICP",
    "police_filing": "OPERATOR_POLICE_FILING",
    "telecom_licence": "OPERATOR_TELECOM_LICENCE",
    "vn_ecommerce_registration": "OPERATOR_VN_REGISTRATION",
    "vn_representative": "OPERATOR_VN_REPRESENTATIVE",
    "data_protection_contact": "OPERATOR_DATA_CONTACT",
}


# What is written otherwise in another language.
OPERATOR_TRANSLATIONS: Final = {
    f"{OPERATOR_FACTS[key]}_{one.column.upper()}": (key, one.code)
    for key in ("operator_name", "registered_address")
    for one in LANGUAGES
    if one is not MAIN
}


def operator() -> dict[str, dict[str, str]]:
    """Read who runs the market: each fact that is given, by language code."""
    found = {key: {MAIN.code: env(name, "")} for key, name in OPERATOR_FACTS.items() if env(name, "")}
    for name, (key, code) in OPERATOR_TRANSLATIONS.items():
        if env(name, ""):
            found.setdefault(key, {})[code] = env(name)
    return found


def data_dir() -> Path:
    """Where this instance keeps database, index, media, mail and logs (``DATA_DIR``, default ``var/``)."""
    return Path(env("DATA_DIR", str(BASE_DIR / "var"))).resolve()


def database(url: str) -> dict[str, object]:
    """Turn ``sqlite:///path`` or ``postgres://user:password@host:port/name?sslmode=require`` into a database setting.

    Behind ``?`` stand libpq's own parameters: ``sslmode``, ``host`` for a socket's folder, ``connect_timeout`` …

    Raises:
        SettingWrong: another engine, or an option that nobody knows: it would be lost without a word.
    """
    parts = _split("DATABASE_URL", url)
    if parts.scheme not in {"sqlite", "postgres", "postgresql"}:
        raise SettingWrong(f"DATABASE_URL must begin with sqlite:/// or postgres://, not {parts.scheme!r}.")
    known = LIBPQ_OPTIONS if parts.scheme != "sqlite" else frozenset()
    _refuse_unknown("DATABASE_URL", parts.query, known)
    try:
        found: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        raise SettingWrong("DATABASE_URL cannot be read.") from None
    if parts.scheme == "sqlite":
        if not parts.path.removeprefix("/"):
            raise SettingWrong("DATABASE_URL names no file: sqlite:///path, with four slashes for an absolute path.")
        # Opening the file and setting its PRAGMAs again for each request costs more than most queries.
        found["OPTIONS"] = {
            # IMMEDIATE: a writer waits for the lock at BEGIN instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    elif not found["NAME"]:
        raise SettingWrong("DATABASE_URL names no database: postgres://user:password@host:port/name.")
    return found


def cache(url: str) -> dict[str, object]:
    """Turn ``local://``, ``redis://host:port/n`` or ``rediss://…`` (TLS) or ``unix://…`` into a Django cache setting.

    Raises:
        SettingWrong: anything else, or an option that the client does not know.
    """
    if url == "local://":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "honghe",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    parts = _split("CACHE_URL", url)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise SettingWrong(f"CACHE_URL must be local:// or begin with redis://, rediss:// or unix://, not {url!r}.")
    _refuse_unknown("CACHE_URL", parts.query, REDIS_OPTIONS)
    place = parts.path if parts.scheme == "unix" else parts.hostname
    number = "" if parts.scheme == "unix" else parts.path.removeprefix("/")
    if not place or (number and not number.isdecimal()):
        raise SettingWrong("CACHE_URL must be redis://host:port/number.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read on demand
    except ValueError:  # its text may hold a part of the password
        raise SettingWrong(f"{name} cannot be read. Write special characters of a password as %23, %40 …") from None
    if parts.fragment:
        raise SettingWrong(f"{name} has a “#”: write it as %23.")
    return parts


def _refuse_unknown(name: str, query: str, known: frozenset[str]) -> None:
    try:
        given = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise SettingWrong(f"{name}: what stands behind “?” must be option=value, joined by “&”.") from None
    for option, value in given:
        if option not in known or not value:
            raise SettingWrong(f"{name} has an option that is not known or empty: {option!r}.")
