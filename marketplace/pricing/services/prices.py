"""A producer changes what a pack costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Min

from marketplace.catalog import services as catalog
from marketplace.catalog.models import Good, GoodStatus, Pack
from marketplace.kernel.quantities import OrderRule
from marketplace.pricing import acts
from marketplace.pricing.breaks import PriceTable, ensure_allowed, price_table
from marketplace.pricing.models import PriceBreak

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def change_prices(
    *,
    pack_id: int,
    breaks: Sequence[tuple[int, Decimal]],
    actor: User | None,
    now: datetime,
    moq: int | None = None,
    step: int | None = None,
    currency: str = "USD",
) -> PriceTable:
    """Replace the quantity breaks of a pack, and its minimum and step with them where they are given.

    Orders that are placed keep their frozen prices.

    Args:
        pack_id: primary key.
        breaks: (from how many packs, unit price in major units of ``currency``), ascending; the first one is the
            minimum.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
        moq: new minimum in packs; None keeps it.
        step: new step in packs; None keeps it.
        currency: ISO 4217.
    Raises:
        Pack.DoesNotExist: no such pack.
        NotPermitted: ``actor`` may not.
        PricesNotAllowed: the breaks are no price table for this pack.
        FieldsInvalid: the new minimum or step is out of range.
    """
    good, pack = catalog.locked_pack(pack_id, actor=actor, act=acts.CHANGE_PRICES)
    rule = OrderRule(moq=pack.moq if moq is None else moq, step=pack.step if step is None else step)
    if rule != pack.rule:
        catalog.set_order_rule(pack_id=pack_id, moq=rule.moq, step=rule.step, actor=actor, now=now)
    ensure_allowed(breaks, rule=rule, currency=currency)
    before = _replace(pack, breaks, currency)
    catalog.store_price_range(
        good_id=good.pk,
        prices=_price_range(good, currency),
        currency=currency,
        data={"pack": pack.sku, "currency": currency, "from": before, "to": _plain(breaks)},
        actor=actor,
        now=now,
    )
    return price_table(breaks, currency)


def _replace(pack: Pack, breaks: Sequence[tuple[int, Decimal]], currency: str) -> list[list[str]]:
    """Write the new rows; return the old ones for the audit trail."""
    old = PriceBreak.objects.filter(pack=pack, currency=currency)
    before = _plain(sorted(old.values_list("from_quantity", "unit_price")))
    old.delete()
    PriceBreak.objects.bulk_create(
        PriceBreak(pack=pack, from_quantity=quantity, unit_price=price, currency=currency)
        for quantity, price in breaks
    )
    return before


def _plain(breaks: Sequence[tuple[int, Decimal]]) -> list[list[str]]:
    return [[str(quantity), format(price.normalize(), "f")] for quantity, price in breaks]


def _price_range(good: Good, currency: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest price of any pack; None while a good that nobody sees yet has an unpriced pack."""
    unpriced = Pack.objects.filter(good=good, price_breaks=None)
    if good.status != GoodStatus.PUBLISHED and unpriced.exists():
        return None
    found = PriceBreak.objects.filter(pack__good=good, currency=currency)
    bounds = found.aggregate(low=Min("unit_price"), high=Max("unit_price"))
    return None if bounds["low"] is None else (bounds["low"], bounds["high"])
