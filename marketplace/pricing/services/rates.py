"""What money is worth: the rates by which prices are shown and compared."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.timezone import localdate

from marketplace.audit.services import record_event
from marketplace.catalog.services import bump_storefront
from marketplace.kernel.money import EXPONENTS
from marketplace.kernel.text import is_clean
from marketplace.outbox.services import enqueue
from marketplace.pricing.errors import RateNotAllowed
from marketplace.pricing.models import ExchangeRate

if TYPE_CHECKING:
    from marketplace.accounts.models import User

BASE: Final = "USD"
CURRENCIES: Final = tuple(code for code in EXPONENTS if code != BASE)
_HIGHEST: Final = Decimal(999_999_999_999)
_STEP: Final = Decimal("0.000001")
_LONGEST_SOURCE: Final = 120


@transaction.atomic
def store_rate(
    *,
    currency: str,
    rate: Decimal,
    as_of: date,
    source: str,
    actor: User | None,
    now: datetime,
    is_verified: bool = False,
) -> ExchangeRate:
    """Keep what one USD costs on a day, in place of what was kept for that day.

    Pages show the newest rate at once; goods priced in this money are compared by it, in lists and in the search, as
    soon as the message is delivered. What was ordered keeps its price.

    Args:
        currency: ISO 4217, one of CURRENCIES.
        rate: units of ``currency`` for one USD, to six places.
        as_of: the day, not after ``now`` there.
        source: who says so.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
        is_verified: False: pages call it illustrative.
    Raises:
        RateNotAllowed: no rate that the market can use.
    """
    _ensure_allowed(currency, rate, as_of, source, now)
    values = {"rate": rate.quantize(_STEP), "source": source, "is_verified": is_verified}
    row, _ = ExchangeRate.objects.update_or_create(base=BASE, quote=currency, as_of=as_of, defaults=values)
    record_event(
        verb="exchange_rate.stored",
        subject=row,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data={"currency": currency, "rate": f"{row.rate:f}", "as_of": as_of.isoformat(), "source": source},
    )
    enqueue(topic="pricing.rate.changed", payload={"currency": currency}, now=now)
    bump_storefront()
    return row


def _ensure_allowed(currency: str, rate: Decimal, as_of: date, source: str, now: datetime) -> None:
    if currency not in CURRENCIES:
        raise RateNotAllowed(reason="unknown_currency")
    if not (rate.is_finite() and _STEP <= rate <= _HIGHEST):
        raise RateNotAllowed(reason="not_a_rate")
    if as_of > localdate(now):
        raise RateNotAllowed(reason="in_the_future")
    if not source.strip() or len(source) > _LONGEST_SOURCE or not is_clean(source):
        raise RateNotAllowed(reason="no_source")
