"""What lists show of a good's price. ``pricing`` keeps the prices and tells them here."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from marketplace.catalog.conversion import usd_factor
from marketplace.catalog.models import Good, GoodStatus
from marketplace.catalog.services.trace import locked_good, save_change

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def store_price_range(
    *,
    good_id: int,
    prices: tuple[Decimal, Decimal] | None,
    currency: str,
    data: dict[str, Any],
    actor: User | None,
    now: datetime,
) -> Good:
    """Keep the lowest and highest price of a good beside it, and leave the trace of a change of prices.

    Args:
        good_id: primary key.
        prices: the lowest and highest price of a unit, of all packs at all quantities; None while a draft has an
            unpriced pack.
        currency: ISO 4217.
        data: what changed, for the audit trail; JSON-able.
        actor: who changed the price, None for the system.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
    """
    good = locked_good(good_id)
    good.price_from, good.price_to = prices or (None, None)
    good.price_currency, good.usd_factor = currency, usd_factor(currency)
    return save_change(
        good,
        fields=["price_from", "price_to", "price_currency", "usd_factor"],
        verb="good.price.changed",
        data=data,
        actor=actor,
        now=now,
        is_seen=good.status == GoodStatus.PUBLISHED,
    )
