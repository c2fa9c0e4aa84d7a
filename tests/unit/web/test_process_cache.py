"""What a process keeps: bounded in bytes all together, fresh, emptied together, told at /health/ready."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from marketplace.web import process_cache
from marketplace.web.process_cache import CACHES, ProcessCache, size_of

MIB = 1024 * 1024
ROOM, ENTRY = 100_000, 600


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock, settings: Any) -> ProcessCache:
    """A cache of ROOM bytes whose entries live for ten seconds."""
    settings.PROCESS_CACHE_BYTES, settings.PROCESS_CACHE_SECONDS = ROOM * 2, 10
    return ProcessCache("test", share=1 / 2, clock=clock)


def test_what_was_put_is_given_back(kept: ProcessCache) -> None:
    kept.put("a", "text")
    assert kept.get("a") == "text"
    assert kept.get("b") is None


def test_the_least_recently_used_goes_first_when_the_room_is_full(kept: ProcessCache) -> None:
    for name in "abcd":
        kept.put(name, name, size=ROOM // 4 - ENTRY)
    kept.get("a")
    kept.put("e", "e", size=ROOM // 4 - ENTRY)
    assert kept.get("b") is None
    assert [kept.get(name) for name in "acde"] == ["a", "c", "d", "e"]
    assert kept.facts() == {"entries": 4, "bytes": ROOM, "limit": ROOM}


def test_a_flood_of_entries_stays_within_the_room(kept: ProcessCache) -> None:
    for number in range(5_000):
        kept.put(number, "x" * 400)
        assert kept.facts()["bytes"] <= ROOM
    assert kept.get(4_999)
    assert kept.get(0) is None


def test_nothing_older_than_the_settings_say_is_given_out_and_its_room_is_freed(
    kept: ProcessCache, clock: Clock
) -> None:
    kept.put("a", "text")
    clock.now += 9.9
    assert kept.get("a") == "text"
    clock.now += 0.2
    assert kept.get("a") is None
    assert kept.facts() == {"entries": 0, "bytes": 0, "limit": ROOM}


def test_what_would_fill_a_quarter_of_the_room_is_not_kept(kept: ProcessCache) -> None:
    kept.put("small", "x")
    kept.put("huge", "x" * (ROOM // 4))
    assert kept.get("huge") is None
    assert kept.get("small") == "x"


def test_putting_again_replaces_and_counts_once(kept: ProcessCache) -> None:
    kept.put("a", "old", size=100)
    kept.put("a", "new", size=40)
    assert kept.get("a") == "new"
    assert kept.facts()["bytes"] == 40 + ENTRY


def test_a_value_is_loaded_once_until_its_time_is_up(kept: ProcessCache, clock: Clock) -> None:
    loads = iter(range(1, 10))
    assert [kept.remember("key", lambda: next(loads)) for _ in range(3)] == [1, 1, 1]
    clock.now += 10.1
    assert kept.remember("key", lambda: next(loads)) == 2


def test_what_fails_is_not_remembered(kept: ProcessCache) -> None:
    def fail() -> str:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        kept.remember("key", fail)
    assert kept.remember("key", lambda: "well") == "well"


def test_all_caches_of_a_process_together_have_the_room_of_the_settings(settings: Any) -> None:
    assert settings.PROCESS_CACHE_BYTES == 64 * MIB
    assert sum(one.share for one in CACHES) == 1
    assert sum(facts["limit"] for facts in process_cache.facts().values()) <= 64 * MIB


def test_clear_empties_all_of_them() -> None:
    for one in CACHES:
        one.put("a", "x")
    process_cache.clear()
    assert [facts["entries"] for facts in process_cache.facts().values()] == [0, 0, 0]


@pytest.mark.django_db
def test_health_tells_the_bytes_of_each_cache(client: Client) -> None:
    process_cache.clear()
    process_cache.fragments.put("a", "x" * 1_000)
    said = json.loads(client.get("/health/ready").content)["caches"]
    assert set(said) == {"pages", "pages with a query", "fragments"}
    assert said["fragments"]["entries"] == 1
    assert 1_000 < said["fragments"]["bytes"] < 3_000
    assert said["pages"]["limit"] == 16 * MIB


@dataclass(frozen=True, slots=True)
class Slotted:
    text: str
    others: tuple[str, ...] = ()


class Plain:
    def __init__(self, text: str) -> None:
        self.text = text


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000, b"x" * 10_000, ["x" * 10_000], {"key": "x" * 10_000}, {"x" * 10_000: 1}, Slotted("x" * 10_000),
     Plain("x" * 10_000), [Slotted("", ("x" * 10_000,))]],
)  # fmt: skip
def test_a_size_counts_what_a_value_holds(value: object) -> None:
    assert 10_000 <= size_of(value) < 11_500


def test_what_is_held_twice_is_counted_once() -> None:
    text = "x" * 10_000
    assert size_of([text, text, {"again": text}]) < 11_500


def test_a_long_row_is_reckoned_by_some_of_its_members() -> None:
    rows = [(number, f"{number:0100d}") for number in range(10_000)]
    exact = sys.getsizeof(rows) + sum(sys.getsizeof(row) + 28 + sys.getsizeof(row[1]) for row in rows)
    assert exact * 0.9 < size_of(rows) < exact * 1.1
