"""Finished pages for visitors, kept in this process.

Keys name the storefront's revision, so a change that a visitor can see makes every page before it unreachable.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from django.conf import settings
from django.http import HttpRequest

from marketplace.web import process_cache
from marketplace.web.process_cache import ProcessCache

_GZIP_FROM: Final = 1_000
_GZIP_LEVEL: Final = 6


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


class PageKey(NamedTuple):
    """What a visitor's page depends on. ``origin``: the scheme and host for which it is drawn; ``path`` bears the
    language; ``query``: in its one form.
    """

    revision: int
    origin: str
    path: str
    query: str


def kept(key: PageKey) -> Page | None:
    """Return the page that is kept under ``key``."""
    return cast("Page | None", _cache(key).get(key))


def keep(key: PageKey, page: Page) -> None:
    """Keep a page until the storefront changes."""
    _cache(key).put(key, page, size=page.size)


def is_known_reader(request: HttpRequest) -> bool:
    """Tell whether the request brings anything by which the site may know who asks."""
    if "HTTP_AUTHORIZATION" in request.META:
        return True
    cookies = request.COOKIES
    return bool(cookies) and (settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies)


def _cache(key: PageKey) -> ProcessCache:
    return process_cache.queried_pages if key.query else process_cache.pages
