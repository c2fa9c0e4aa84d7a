from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplace.web import process_cache


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The seconds that the cache sees; a test sets them."""
    seconds = [0.0]
    monkeypatch.setattr(process_cache, "monotonic", lambda: seconds[0])
    process_cache.clear()
    yield seconds
    process_cache.clear()


def test_a_value_is_loaded_once_until_its_time_is_up(clock: list[float]) -> None:
    loads = iter(range(10))
    assert [process_cache.remember("key", lambda: next(loads), seconds=5) for _ in range(3)] == [0, 0, 0]
    clock[0] = 4.9
    assert process_cache.remember("key", lambda: next(loads), seconds=5) == 0
    clock[0] = 5.0
    assert process_cache.remember("key", lambda: next(loads), seconds=5) == 1


def test_another_key_is_another_value() -> None:
    assert process_cache.remember(("a", 1), lambda: "one", seconds=5) == "one"
    assert process_cache.remember(("a", 2), lambda: "two", seconds=5) == "two"


def test_what_fails_is_not_remembered() -> None:
    def fail() -> str:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        process_cache.remember("key", fail, seconds=5)
    assert process_cache.remember("key", lambda: "well", seconds=5) == "well"


def test_as_many_entries_as_there_is_room_for_stay() -> None:
    for number in range(process_cache.MAX_ENTRIES):
        process_cache.remember(number, lambda number=number: number, seconds=5)  # type: ignore[misc]
    assert process_cache.remember(0, lambda: -1, seconds=5) == 0


def test_the_oldest_entries_go_when_there_are_too_many() -> None:
    for number in range(process_cache.MAX_ENTRIES + 1):
        process_cache.remember(number, lambda number=number: number, seconds=5)  # type: ignore[misc]
    assert process_cache.remember(0, lambda: "again", seconds=5) == "again"
    assert process_cache.remember(process_cache.MAX_ENTRIES, lambda: -1, seconds=5) == process_cache.MAX_ENTRIES
