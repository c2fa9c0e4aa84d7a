"""Goods priced in other money, and what that is worth by the newest rate."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from marketplace.catalog.conversion import HOME, usd_factor
from marketplace.catalog.models import Good, GoodStatus
from marketplace.catalog.services.revision import bump_storefront
from marketplace.outbox.services import enqueue

AT_ONCE: Final = 500  # goods whose rows are held together


def other_money() -> list[str]:
    """Return the currencies other than USD in which goods are priced. One query."""
    goods = Good.objects.exclude(price_currency=HOME)
    return list(goods.order_by("price_currency").values_list("price_currency", flat=True).distinct())


@transaction.atomic
def restate_worth(*, currency: str, now: datetime) -> int:
    """Let up to AT_ONCE goods priced in ``currency`` be compared by its newest rate, in lists and in the search.

    To be called until it returns less than AT_ONCE. Nobody changed these goods: there is no event in the audit trail.

    Args:
        currency: ISO 4217.
        now: present instant, aware UTC.
    Returns:
        How many goods were worth something else until now.
    """
    factor = usd_factor(currency)
    # The home currency is excluded for the planner's sake: the index of goods in other money says the same.
    goods = Good.objects.exclude(price_currency=HOME).filter(price_currency=currency).exclude(usd_factor=factor)
    rows = list(goods.select_for_update().order_by("pk").values_list("pk", "sku", "status")[:AT_ONCE])
    if not rows:
        return 0
    # The revision grows because cards show what the price is in other money.
    Good.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(usd_factor=factor, revision=F("revision") + 1)
    skus = [sku for _, sku, status in rows if status == GoodStatus.PUBLISHED]
    if skus:
        enqueue(topic="catalog.goods.restated", payload={"skus": skus}, now=now)
        bump_storefront()
    return len(rows)
