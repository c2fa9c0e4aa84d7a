"""Counted in the database: exact, whoever asks, and gone when it says nothing any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from marketplace.limits import memory, services
from marketplace.limits.errors import LimitReached
from marketplace.limits.models import Counter
from marketplace.limits.rates import MICROSECONDS, Rate
from marketplace.limits.tasks import prune_counters

pytestmark = [pytest.mark.django_db, pytest.mark.differs]
THREE_A_MINUTE = Rate("three", 3, 60)


def ask(now: datetime, who: str = "account:7") -> Any:
    return services.consume(rate=THREE_A_MINUTE, who=who, now=now)


def test_the_quota_may_be_used_at_once_and_comes_back_evenly(now: datetime) -> None:
    assert [ask(now).remaining for _ in range(3)] == [2, 1, 0]
    refused = ask(now)
    assert (refused.is_allowed, refused.retry_after, refused.reset_after) == (False, 20, 60)
    assert ask(now, who="account:8").is_allowed
    assert not ask(now + timedelta(seconds=19)).is_allowed
    assert ask(now + timedelta(seconds=20)).is_allowed
    assert ask(now + timedelta(seconds=300)).remaining == 2


def test_what_is_given_back_was_never_counted(now: datetime) -> None:
    for _ in range(9):
        assert ask(now).is_allowed
        services.give_back(rate=THREE_A_MINUTE, who="account:7")
    assert ask(now).remaining == 2
    services.give_back(rate=THREE_A_MINUTE, who="account:none")


def test_a_refusal_carries_when_to_try_again(now: datetime) -> None:
    for _ in range(3):
        services.require(rate=THREE_A_MINUTE, who="account:7", now=now)
    with pytest.raises(LimitReached) as refusal:
        services.require(rate=THREE_A_MINUTE, who="account:7", now=now)
    assert refusal.value.verdict.retry_after == 20


def test_a_row_names_nobody_and_goes_when_it_is_empty(now: datetime) -> None:
    ask(now, who="address:192.0.2.1")
    row = Counter.objects.get()
    assert "192" not in row.key
    assert len(row.key) == 40
    prune_counters(now=now)
    assert Counter.objects.count() == 1
    prune_counters(now=now + timedelta(seconds=21))
    assert Counter.objects.count() == 0


def test_switched_off_it_counts_nothing(now: datetime, settings: Any) -> None:
    settings.LIMITS_ENABLED = False
    assert all(ask(now).is_allowed for _ in range(9))
    assert not Counter.objects.exists()


@pytest.mark.redis
def test_a_shared_cache_counts_for_all_processes(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts.services import SERVICES  # noqa: PLC0415 - only where there is one

    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": SERVICES["redis"].address,
            "KEY_PREFIX": "test-limits",
        }
    }
    instant = 1_795_000_020 * MICROSECONDS  # the beginning of a minute
    cache.clear()
    seen = [memory.consume(rate=THREE_A_MINUTE, who="address:192.0.2.1", now=instant) for _ in range(4)]
    assert [one.is_allowed for one in seen] == [True, True, True, False]
    assert [one.remaining for one in seen] == [2, 1, 0, 0]
    assert seen[-1].retry_after == 60
    assert memory.consume(rate=THREE_A_MINUTE, who="address:192.0.2.1", now=instant + 60 * MICROSECONDS).is_allowed
    cache.clear()
