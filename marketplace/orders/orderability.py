"""May these packs be ordered, in these quantities, at a price of today: what doors ask of the list of checks."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.catalog.models import Pack
from marketplace.companies.models import Company
from marketplace.orders import checks
from marketplace.orders.checks import Question, Wanted
from marketplace.orders.errors import GoodNotOrderable, Problem
from marketplace.pricing.selectors import pack_prices


def problems_of(
    quantities: Mapping[int, int], *, currency: str, buyer: Company | None = None
) -> dict[int | None, Problem]:
    """Return what keeps packs from being ordered, by their primary key, under None what keeps the buyer from it.

    Two queries for any number of packs, beside what checks of other rooms ask once.

    Args:
        quantities: packs wanted by primary key.
        currency: ISO 4217, of the prices.
        buyer: for whom; None: what holds for everybody.
    """
    packs = Pack.objects.select_related("good__producer").filter(pk__in=quantities).order_by("pk")
    tables = pack_prices(list(quantities), currency=currency)
    lines = []
    for pack in packs:
        quantity, table = quantities[pack.pk], tables.get(pack.pk)
        has_price = table is not None and table.price_for(quantity) is not None
        lines.append(Wanted(key=pack.pk, pack=pack, quantity=quantity, has_price=has_price))
    return checks.find(Question(lines=lines, buyer=buyer))


def fault_of(pack: Pack, *, quantity: int, has_price: bool) -> Problem | None:
    """Return what keeps ``quantity`` packs from being ordered by anybody, None when nothing does.

    Args:
        pack: with ``good`` and ``good.producer`` loaded.
        quantity: packs.
        has_price: whether there is a price for so many.
    """
    line = Wanted(key=pack.pk, pack=pack, quantity=quantity, has_price=has_price)
    return checks.find(Question(lines=[line])).get(pack.pk)


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
