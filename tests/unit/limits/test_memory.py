"""What is counted in the process: the quota at once, then evenly."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from marketplace.limits import memory
from marketplace.limits.rates import MICROSECONDS, Rate
from marketplace.web import process_cache

NOW = 1_795_000_000 * MICROSECONDS
THREE_A_MINUTE = Rate("three", 3, 60)


def ask(seconds: float, who: str = "address:192.0.2.1", rate: Rate = THREE_A_MINUTE) -> Any:
    return memory.consume(rate=rate, who=who, now=NOW + int(seconds * MICROSECONDS))


def test_the_quota_may_be_used_at_once_and_comes_back_evenly() -> None:
    assert [ask(0).remaining for _ in range(3)] == [2, 1, 0]
    refused = ask(0)
    assert (refused.is_allowed, refused.remaining, refused.retry_after, refused.reset_after) == (False, 0, 20, 60)
    assert not ask(19.5).is_allowed
    assert ask(19.5).retry_after == 1
    assert ask(20).is_allowed
    assert not ask(20).is_allowed
    assert [ask(200).remaining for _ in range(3)] == [2, 1, 0]


def test_callers_and_rates_are_counted_apart() -> None:
    for _ in range(4):
        ask(0)
    assert ask(0, who="account:7").is_allowed
    assert ask(0, rate=Rate("other", 3, 60)).is_allowed
    assert not ask(0).is_allowed


def test_switched_off_it_counts_nothing(settings: Any) -> None:
    settings.LIMITS_ENABLED = False
    assert all(ask(0).is_allowed for _ in range(9))


@given(st.lists(st.floats(min_value=0, max_value=300), max_size=60), st.integers(1, 20))
def test_no_window_ever_holds_more_than_twice_the_quota_and_waiting_as_told_helps(
    moments: list[float], quota: int
) -> None:
    process_cache.clear()
    rate = Rate("drawn", quota, 60)
    allowed = []
    for moment in sorted(moments):
        verdict = ask(moment, rate=rate)
        if verdict.is_allowed:
            allowed.append(moment)
        else:
            assert 1 <= verdict.retry_after <= 60
    for moment in allowed:
        assert sum(moment <= other < moment + 60 for other in allowed) <= 2 * quota
    last = max(moments, default=0)
    verdict = ask(last, rate=rate)
    if not verdict.is_allowed:
        assert ask(last + verdict.retry_after, rate=rate).is_allowed
