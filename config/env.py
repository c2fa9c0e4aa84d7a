"""The one place that reads the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

BASE_DIR: Final = Path(__file__).resolve().parent.parent


class SettingMissing(Exception):
    """A setting that the site cannot start without is not in the environment."""


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
    """Read a yes or no."""
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def data_dir() -> Path:
    """Where this instance keeps database, index, media, mail and logs (``DATA_DIR``, default ``var/``)."""
    return Path(env("DATA_DIR", str(BASE_DIR / "var"))).resolve()


def database(url: str) -> dict[str, object]:
    """Turn ``sqlite:///path`` or ``postgres://user:password@host:port/name`` into a Django database setting.

    Raises:
        ValueError: another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path != "/:memory:" else ":memory:",
            # Opening the file and setting its PRAGMAs again for each request costs more than most queries.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # IMMEDIATE: a writer waits for the lock at BEGIN instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"DATABASE_URL must begin with sqlite:/// or postgres://, not {parts.scheme!r}.")


def cache(url: str) -> dict[str, object]:
    """Turn ``local://`` or ``redis://host:port/n`` into a Django cache setting."""
    if url.startswith("redis://"):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "honghe",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
