"""Many at once: exactly the quota gets through."""

from __future__ import annotations

from datetime import datetime

import pytest

from marketplace.limits import services
from marketplace.limits.rates import Rate
from tests.concurrency.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_twenty_at_once_exactly_the_quota_gets_through(now: datetime) -> None:
    rate = Rate("five", 5, 3_600)
    answers = at_once(*[lambda: services.consume(rate=rate, who="account:7", now=now).is_allowed for _ in range(20)])
    assert (answers.count(True), answers.count(False)) == (5, 15)
