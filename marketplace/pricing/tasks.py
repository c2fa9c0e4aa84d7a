"""What follows a new exchange rate. Everything here may run twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from marketplace.catalog.services import AT_ONCE, other_money, restate_worth
from marketplace.outbox.registry import every, handles
from marketplace.outbox.services import enqueue

_TOPIC: Final = "pricing.rate.changed"
_SECONDS: Final = 3600.0


@handles(_TOPIC, lane="index")
def restate_goods(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Compare the goods priced in this money by its newest rate, some at a time: other changes go between."""
    with transaction.atomic():
        if restate_worth(currency=payload["currency"], now=now) == AT_ONCE:
            enqueue(topic=_TOPIC, payload=payload, now=now)


@every("worth of goods", lane="index")
def restate_what_was_missed(*, now: datetime) -> float:
    """Hold all goods priced in other money against the rates: some may have been written past the service, or while
    a good changed its money.
    """
    for currency in other_money():
        restate_goods({"currency": currency}, now=now)
    return _SECONDS
