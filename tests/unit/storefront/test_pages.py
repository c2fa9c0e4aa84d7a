"""Finished pages: packed once, the same whenever they are made, bounded by kind of address."""

from __future__ import annotations

import gzip
from typing import Any

from marketplace.storefront.pages import PageKey, keep, kept, make_page
from marketplace.web import process_cache


def key(query: str) -> PageKey:
    return PageKey(1, "http:http://market.test", "/vi/goods/", query)


def test_the_same_body_makes_the_same_bytes_and_tag() -> None:
    body = b"<p>x</p>" * 1_000
    first, second = make_page((), body), make_page((), body)
    assert first == second
    assert gzip.decompress(first.packed) == body
    assert len(first.packed) < len(body) / 10
    assert make_page((), body + b" ").etag != first.etag


def test_a_short_body_is_not_packed() -> None:
    assert make_page((), b"short").packed == b""


def test_made_up_queries_cannot_push_out_the_plain_pages(settings: Any) -> None:
    settings.PROCESS_CACHE_BYTES = 200_000
    process_cache.clear()
    page = make_page((), b"x" * 5_000)
    keep(key(""), page)
    for number in range(100):
        keep(key(f"q={number}"), page)
    assert kept(key("")) is page
    assert kept(key("q=99")) is page
    assert kept(key("q=0")) is None
    process_cache.clear()
