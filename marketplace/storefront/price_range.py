"""The price filter as the rail shows it: two fields, the currency, and the ends of its slider."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from marketplace.kernel import formats
from marketplace.kernel.amounts import plain
from marketplace.kernel.money import EXPONENTS
from marketplace.storefront.exchange import CURRENCIES, HOME, Exchange, exchange_of
from marketplace.storefront.query import ListQuery
from marketplace.web.texts import gettext


@dataclass(frozen=True, slots=True)
class CurrencyOption:
    """One currency; the market's own is not written into addresses."""

    code: str
    is_selected: bool

    @property
    def value(self) -> str:
        return "" if self.code == HOME else self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRange:
    """What the component ``price_range`` shows. ``low`` and ``high``: the ends of its slider, plain decimals or empty;
    ``shown_low`` and ``shown_high``: the same as people write them. ``priced_in``: the currency of the fields.
    """

    label: str
    value_from: str
    value_to: str
    error: str
    currencies: tuple[CurrencyOption, ...] = ()
    priced_in: str = ""
    low: str = ""
    high: str = ""
    shown_low: str = ""
    shown_high: str = ""
    note: str = ""
    places: int = 2
    name_from: str = "price_min"
    name_to: str = "price_max"
    name_currency: str = "currency"


def price_range(query: ListQuery, *, bounds: tuple[Decimal | None, Decimal | None], language: str) -> PriceRange:
    """Return the price fields with what was typed and what is wrong with it.

    Args:
        query: what is asked.
        bounds: the lowest and the highest price there is, USD.
        language: of the numbers.
    """
    exchange = exchange_in(query)
    low, high = (
        None if usd is None else exchange.bound(usd, is_upper=is_upper)
        for usd, is_upper in zip(bounds, (False, True), strict=True)
    )
    has_slider = low is not None and high is not None and low < high
    return PriceRange(
        label=gettext("Price, FOB"),
        value_from=query.typed_min,
        value_to=query.typed_max,
        error=_error(query.price_error),
        currencies=tuple(CurrencyOption(code, is_selected=code == query.currency) for code in CURRENCIES),
        priced_in=query.currency if query.typed_min or query.typed_max else "",
        low=f"{low:f}" if low is not None and has_slider else "",
        high=f"{high:f}" if high is not None and has_slider else "",
        shown_low=_written(low, language),
        shown_high=_written(high, language),
        note=_note(exchange, language),
        places=EXPONENTS[exchange.currency],
    )


def exchange_in(query: ListQuery) -> Exchange:
    """Return the money in which ``query`` shows prices; the query is one that ``priced`` gave."""
    return exchange_of(query.currency) or Exchange()


def priced(query: ListQuery, *, language: str) -> ListQuery:
    """Return the query with its prices in the currency in which they are shown, as people of ``language`` write them.

    Without a rate there is no price to ask for, and the market's own currency is shown.
    """
    shown, typed = exchange_of(query.currency), exchange_of(query.priced_in or query.currency)
    if shown is None or typed is None:
        return query.in_home_currency()
    if shown == typed or query.price_error:
        return replace(query, priced_in="")
    amounts = [
        None if amount is None else shown.converted(amount, typed) for amount in (query.price_min, query.price_max)
    ]
    written = ["" if amount is None else plain(amount, language=language) for amount in amounts]
    return replace(
        query,
        priced_in="",
        price_min=amounts[0],
        price_max=amounts[1],
        typed_min=written[0],
        typed_max=written[1],
    )


def price_label(query: ListQuery) -> str:
    """Say which prices were chosen; one bound at least is."""
    values = {"low": query.typed_min, "high": query.typed_max, "currency": query.currency}
    if query.typed_min and query.typed_max:
        return gettext("%(low)s to %(high)s %(currency)s") % values
    if query.typed_min:
        return gettext("From %(low)s %(currency)s") % values
    return gettext("Up to %(high)s %(currency)s") % values


def _error(kind: str) -> str:
    errors = {
        "number": gettext("Type a price as a number, for example 12.50."),
        "order": gettext("The lowest price is above the highest. Change one of them."),
    }
    return errors.get(kind, "")


def _note(exchange: Exchange, language: str) -> str:
    if exchange.is_home:
        return ""
    rate = formats.number(exchange.rate.normalize(), language=language)
    values = {"home": HOME, "rate": rate, "currency": exchange.currency}
    if exchange.is_illustrative:
        return gettext("For orientation, at 1 %(home)s = %(rate)s %(currency)s, an illustrative rate.") % values
    return gettext("For orientation, at 1 %(home)s = %(rate)s %(currency)s.") % values


def _written(value: Decimal | None, language: str) -> str:
    return "" if value is None else formats.number(value.normalize(), language=language)
