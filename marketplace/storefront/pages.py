"""Finished pages and page parts: kept in this process, and in Redis where the site has one.

Keys begin with the storefront's revision, so a change that a visitor can see makes every page before it unreachable.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache

from marketplace.web.memory import BoundedStore

MAX_AGE_SECONDS: Final = 300.0
_GZIP_FROM: Final = 1_000
_GZIP_LEVEL: Final = 6

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Page:
    """A finished answer: the headers of its body, the body, its tag."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    _packed: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes, the packed form included, which is about a fifth."""
        return len(self.body) * 6 // 5 + 2_000

    @property
    def packed(self) -> bytes:
        """The body packed with gzip, made when it is first asked for; empty where that is not worth it."""
        if self._packed is None:
            is_worth_it = len(self.body) >= _GZIP_FROM
            self._packed = gzip.compress(self.body, compresslevel=_GZIP_LEVEL, mtime=0) if is_worth_it else b""
        return self._packed


def make_page(headers: tuple[tuple[str, str], ...], body: bytes) -> Page:
    """Return a page with its tag. The same body gives the same bytes, packed and plain, whenever it is made."""
    # Weak: the packed and the plain form are two representations of one page.
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    return Page(headers=headers, body=body, etag=f'W/"{tag}"')


class SharedStore(Generic[Kept]):
    """A bounded memory of this process before the shared cache, if that is shared at all (Redis, not local memory).

    ``max_bytes``: room for addresses without a query; those with one have room of their own, of half that size, so
    that made-up queries cannot push the plain pages out.
    """

    def __init__(self, name: str, *, max_bytes: int, is_shared: bool | None = None) -> None:
        self._name, self._is_shared_said = name, is_shared
        self._plain = BoundedStore[Kept](max_bytes=max_bytes, max_age=MAX_AGE_SECONDS)
        self._queried = BoundedStore[Kept](max_bytes=max_bytes // 2, max_age=MAX_AGE_SECONDS)

    @cached_property
    def _is_shared(self) -> bool:
        if self._is_shared_said is not None:
            return self._is_shared_said
        return not isinstance(caches["default"], LocMemCache)

    def _store(self, key: tuple[object, ...]) -> BoundedStore[Kept]:
        return self._queried if key[-1] else self._plain

    def get(self, key: tuple[object, ...]) -> Kept | None:
        """Return what is kept under ``key``, whose last member is the query in its one form."""
        found = self._store(key).get(key)
        if found is None and self._is_shared:
            shared: tuple[Kept, int] | None = cache.get(self._shared_key(key))
            if shared is not None:
                found, size = shared
                self._store(key).put(key, found, size=size)
        return found

    def put(self, key: tuple[object, ...], value: Kept, *, size: int) -> None:
        self._store(key).put(key, value, size=size)
        if self._is_shared:
            cache.set(self._shared_key(key), (value, size), MAX_AGE_SECONDS)

    def _shared_key(self, key: tuple[object, ...]) -> str:
        return f"{self._name}:{hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()}"


whole: Final = SharedStore[Page]("page", max_bytes=64 * 1024 * 1024)
holed: Final = SharedStore[bytes]("holed", max_bytes=96 * 1024 * 1024)
parts: Final = SharedStore[dict[str, str]]("part", max_bytes=16 * 1024 * 1024)
