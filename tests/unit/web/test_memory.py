"""The memory of one process: bounded, fresh, emptied together."""

from __future__ import annotations

from marketplace.web import process_cache
from marketplace.web.memory import BoundedStore


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def store(clock: Clock | None = None) -> BoundedStore[str]:
    return BoundedStore(max_bytes=1_000, max_age=10, clock=clock or Clock())


def test_what_was_put_is_given_back() -> None:
    kept = store()
    kept.put("a", "text", size=10)
    assert kept.get("a") == "text"
    assert kept.get("b") is None


def test_the_least_recently_used_goes_first_when_the_room_is_full() -> None:
    kept = store()
    for name in "abcd":
        kept.put(name, name, size=250)
    kept.get("a")
    kept.put("e", "e", size=250)
    assert kept.get("b") is None
    assert [kept.get(name) for name in "acde"] == ["a", "c", "d", "e"]
    assert kept.bytes_held == 1_000


def test_what_is_exactly_as_old_as_it_may_be_is_given_back() -> None:
    clock = Clock()
    kept = store(clock)
    kept.put("a", "text", size=10)
    clock.now += 10
    assert kept.get("a") == "text"
    clock.now += 0.1
    assert kept.get("a") is None


def test_what_would_fill_a_quarter_of_the_room_is_not_kept() -> None:
    kept = store()
    kept.put("small", "x", size=200)
    kept.put("huge", "x", size=251)
    assert kept.get("huge") is None
    assert kept.get("small") == "x"


def test_nothing_older_than_the_limit_is_given_out_and_its_room_is_freed() -> None:
    clock = Clock()
    kept = store(clock)
    kept.put("a", "x", size=100)
    clock.now += 10.1
    assert kept.get("a") is None
    assert kept.bytes_held == 0
    assert len(kept) == 0


def test_putting_again_replaces_and_counts_once() -> None:
    kept = store()
    kept.put("a", "old", size=100)
    kept.put("a", "new", size=40)
    assert kept.get("a") == "new"
    assert kept.bytes_held == 40


def test_clearing_the_process_cache_empties_it_too() -> None:
    kept = store()
    kept.put("a", "x", size=10)
    process_cache.clear()
    assert kept.get("a") is None
