"""What follows a new exchange rate. Everything here may run twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.services import AT_ONCE, other_money, restate_worth
from marketplace.outbox.registry import HEAVY, every, handles_in_steps

_TOPIC: Final = "pricing.rate.changed"
_SECONDS: Final = 3600.0


@handles_in_steps(_TOPIC)
def restate_goods(payload: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any] | None:
    """Compare the goods priced in this money by its newest rate, some at a time."""
    with transaction.atomic():
        return payload if restate_worth(currency=payload["currency"], now=now) == AT_ONCE else None


@every("pricing.worth", label=_("Compare goods that are priced in other money"), seconds=_SECONDS, lane=HEAVY)
def restate_what_was_missed(*, now: datetime) -> float | None:
    """Hold all goods priced in other money against the rates: some may have been written past the service, or while
    a good changed its money.
    """
    left = [restate_goods({"currency": currency}, now=now) for currency in other_money()]
    return 0.0 if any(left) else None
