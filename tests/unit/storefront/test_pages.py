"""Finished pages: packed once, the same whenever they are made, bounded by kind of address."""

from __future__ import annotations

import gzip

from marketplace.storefront.pages import SharedStore, make_page


def test_the_same_body_makes_the_same_bytes_and_tag() -> None:
    body = b"<p>x</p>" * 1_000
    first, second = make_page((), body), make_page((), body)
    assert first == second
    assert gzip.decompress(first.packed) == body
    assert len(first.packed) < len(body) / 10
    assert make_page((), body + b" ").etag != first.etag


def test_a_short_body_is_not_packed() -> None:
    assert make_page((), b"short").packed == b""


def test_made_up_queries_cannot_push_out_the_plain_pages() -> None:
    store = SharedStore[str]("test", max_bytes=8_000)
    store.put((1, "/vi/goods/", ""), "plain", size=1_000)
    for number in range(100):
        store.put((1, "/vi/goods/", f"q={number}"), "queried", size=900)
    assert store.get((1, "/vi/goods/", "")) == "plain"
    assert store.get((1, "/vi/goods/", "q=99")) == "queried"
    assert store.get((1, "/vi/goods/", "q=0")) is None
