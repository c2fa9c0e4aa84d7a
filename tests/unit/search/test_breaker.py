"""A server that has failed is left alone for a while, and tried by one."""

from __future__ import annotations

import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import breaker
from search.engines.elasticsearch.breaker import Breaker


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(breaker, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def broken(clock: list[float]) -> Breaker:
    one = Breaker()
    one.failed("it is away: no answer")
    one.failed("it is away: no answer")
    return one


def is_admitted(one: Breaker) -> bool:
    try:
        one.admit()
    except EngineUnavailable:
        return False
    return True


def test_one_failure_alone_changes_nothing(clock: list[float]) -> None:
    one = Breaker()
    for _ in range(5):
        one.failed("it is away: no answer")
        assert is_admitted(one)
        one.succeeded()


def test_after_two_failures_nobody_asks_for_three_seconds(broken: Breaker, clock: list[float]) -> None:
    assert not is_admitted(broken)
    clock[0] += 2.9
    assert not is_admitted(broken)


def test_then_one_tries_while_the_others_go_on_to_wait(broken: Breaker, clock: list[float]) -> None:
    clock[0] += 3.1
    assert [is_admitted(broken) for _ in range(4)] == [True, False, False, False]
    clock[0] += 3.1  # nothing was heard of who tried
    assert [is_admitted(broken) for _ in range(2)] == [True, False]


def test_who_tries_in_vain_makes_all_wait_again(broken: Breaker, clock: list[float]) -> None:
    clock[0] += 3.1
    assert is_admitted(broken)
    broken.failed("it is away: no answer")
    clock[0] += 2.0
    assert not is_admitted(broken)


def test_when_the_try_succeeds_all_ask_again(broken: Breaker, clock: list[float]) -> None:
    clock[0] += 3.1
    assert is_admitted(broken)
    broken.succeeded()
    assert all(is_admitted(broken) for _ in range(4))
    broken.failed("it is away: no answer")
    assert is_admitted(broken)


def test_who_is_not_admitted_is_told_why(broken: Breaker, clock: list[float]) -> None:
    clock[0] += 1.0
    with pytest.raises(EngineUnavailable, match=r"^it is away: no answer \(it is asked again in 2\.0 s\)$"):
        broken.admit()
