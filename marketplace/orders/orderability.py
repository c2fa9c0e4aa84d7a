"""May this pack be ordered, in this quantity: the one place that decides it, for basket, checkout and API alike."""

from __future__ import annotations

from marketplace.catalog.models import Availability, Pack
from marketplace.catalog.states import GoodStatus
from marketplace.companies.states import CompanyStatus
from marketplace.orders.errors import GoodNotOrderable, Problem


def fault_of(pack: Pack, *, quantity: int, has_price: bool) -> Problem | None:
    """Return what keeps ``quantity`` packs from being ordered, None when nothing does. No query.

    Args:
        pack: with ``good`` and ``good.producer`` loaded.
        quantity: packs.
        has_price: whether there is a price for so many.
    """
    reason = _reason(pack)
    if reason is None and not pack.rule.allows(quantity):
        lower, upper = pack.rule.nearest(quantity)
        return Problem(sku=pack.sku, reason="quantity", lower=lower, upper=upper)
    if reason is None and not has_price:
        reason = "no_price"
    return Problem(sku=pack.sku, reason=reason) if reason else None


def ensure_orderable(pack: Pack, *, quantity: int, has_price: bool) -> None:
    """Refuse what cannot be ordered.

    Raises:
        GoodNotOrderable: whatever the quantity.
        QuantityNotOrderable: under the minimum or off the step.
    """
    problem = fault_of(pack, quantity=quantity, has_price=has_price)
    if problem is None:
        return
    if problem.reason == "quantity":
        pack.rule.check(quantity)
    raise GoodNotOrderable(reason=problem.reason, sku=pack.sku)


def _reason(pack: Pack) -> str | None:
    good = pack.good
    if good.status != GoodStatus.PUBLISHED or good.producer.status != CompanyStatus.VERIFIED:
        return "unpublished"
    if not good.is_orderable:
        return "enquiry"
    return "sold_out" if pack.availability == Availability.SOLD_OUT else None
