"""What a pack costs, and what that is in other money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from marketplace.catalog.facts import PRICE
from marketplace.catalog.models import Good
from marketplace.kernel.money import EXPONENTS, UNIT_PRICE_PLACES
from marketplace.pricing.breaks import PriceTable, price_table
from marketplace.pricing.errors import NoPrice
from marketplace.pricing.models import ExchangeRate, PriceBreak

_FACTOR: Final = Decimal("0.000000000001")


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency, for display only; ``is_illustrative``: nobody has verified the rate, and the
    screen says so.
    """

    amount: Decimal
    currency: str
    rate: Decimal
    as_of: date
    source: str
    is_illustrative: bool


def pack_prices(pack_ids: Sequence[int], *, currency: str = "USD") -> dict[int, PriceTable]:
    """Return the price table of each pack that has one, by its id. One query.

    Args:
        pack_ids: primary keys of packs.
        currency: ISO 4217.
    """
    rows: dict[int, list[tuple[int, Decimal]]] = {}
    found = PriceBreak.objects.filter(pack_id__in=pack_ids, currency=currency)
    for pack_id, quantity, price in found.values_list("pack_id", "from_quantity", "unit_price"):
        rows.setdefault(pack_id, []).append((quantity, price))
    return {pack_id: price_table(breaks, currency) for pack_id, breaks in rows.items()}


def unit_price(pack_id: int, *, quantity: int, currency: str = "USD") -> Decimal:
    """Return what one unit costs when ``quantity`` packs are ordered, in major units of ``currency``. One query.

    Raises:
        NoPrice: the pack has no price, or none for so few.
    """
    table = pack_prices([pack_id], currency=currency).get(pack_id)
    price = table.price_for(quantity) if table else None
    if price is None:
        raise NoPrice(pack_id=pack_id, quantity=quantity, currency=currency)
    return price


def rates(*, base: str = "USD") -> dict[str, ExchangeRate]:
    """Return the newest rate from ``base`` to each other currency. One query."""
    rows = ExchangeRate.objects.filter(base=base).order_by("as_of", "pk")
    return {row.quote: row for row in rows}


def usd_factor(currency: str) -> Decimal | None:
    """Return what one of ``currency`` is in USD by the newest rate, to twelve places, or None without a rate.

    For comparing prices only: what somebody pays is settled in the price's own currency. One query: what is stored
    by it must not be of a rate that was replaced.
    """
    row = ExchangeRate.objects.filter(base="USD", quote=currency).order_by("-as_of", "-pk").first()
    return None if row is None else (1 / row.rate).quantize(_FACTOR, rounding=ROUND_HALF_UP)


def convert(amount: Decimal, rate: ExchangeRate, *, is_unit_price: bool = False) -> Converted:
    """Return ``amount`` of the rate's base in its quote, rounded half up to the currency's own places. No query.

    Args:
        amount: major units of ``rate.base``.
        rate: from ``rates``.
        is_unit_price: keep up to five places where the result is under 1, as unit prices do.
    """
    value = amount * rate.rate
    places = UNIT_PRICE_PLACES if is_unit_price and value < 1 else EXPONENTS.get(rate.quote, 2)
    return Converted(
        amount=value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP),
        currency=rate.quote,
        rate=rate.rate,
        as_of=rate.as_of,
        source=rate.source,
        is_illustrative=not rate.is_verified,
    )


def price_facts(good: Good) -> dict[str, str]:
    """Return the prices of each pack of a good as plain text, by the names of ``catalog.facts``. One query."""
    rows = PriceBreak.objects.filter(pack__good=good).order_by("pack__position", "currency", "from_quantity")
    found: dict[str, list[str]] = {}
    for sku, quantity, price, currency in rows.values_list("pack__sku", "from_quantity", "unit_price", "currency"):
        found.setdefault(f"{PRICE}:{sku}", []).append(f"{quantity}+: {price.normalize():f} {currency}")
    return {name: "; ".join(breaks) for name, breaks in found.items()}
