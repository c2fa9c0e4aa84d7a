"""What an address asks of a list of goods: read strictly, written back in one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Self

from django.http import Http404, QueryDict

from marketplace.kernel.amounts import read_amount
from marketplace.kernel.text import unturned
from marketplace.storefront.addresses import Pairs

PAGE_SIZE: Final = 24
MAX_PAGE: Final = 10_000
MAX_VALUES: Final = 32
MAX_TEXT: Final = 200
FLAGS: Final = ("in_season", "gi", "cold_chain")
CARDS: Final = "cards"
TABLE: Final = "table"
VIEWS: Final = (CARDS, TABLE)
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
_MONTH: Final = re.compile(r"[1-9]|1[0-2]", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
HOME_CURRENCY: Final = "USD"
_PAGE: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Filters, order and page. ``typed_*`` is what stood in the price fields; ``price_error``: "", "number", "order".

    ``has_unknown``: some value is none that could exist; it is left out and the page says so. Prices are ``currency``
    a unit, those typed are ``priced_in`` (empty: the same). ``month`` (1 to 12, 0: none) is the month of harvest that
    was chosen; the flag ``in_season`` means now.
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    month: int = 0
    currency: str = HOME_CURRENCY
    priced_in: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    typed_min: str = ""
    typed_max: str = ""
    price_error: str = ""
    sort: str = ""
    view: str = CARDS
    page: int = 1
    has_unknown: bool = field(default=False, compare=False)

    @classmethod
    def read(cls, params: QueryDict, *, language: str, sorts: tuple[str, ...]) -> Self:
        """Read a query string; the first of ``sorts`` is the order where none is asked for.

        Raises:
            Http404: ``page`` is no page number that a list could have.
        """
        codes = {name: _codes(params, name) for name in ("category", "county", "producer")}
        typed_min, typed_max = (params.get(name, "").strip()[:20] for name in ("price_min", "price_max"))
        currency, priced_in = _currency(params, "currency") or HOME_CURRENCY, _currency(params, "priced_in")
        low, high = (
            read_amount(typed, language=language, currency=priced_in or currency) for typed in (typed_min, typed_max)
        )
        error = _price_error(typed_min, typed_max, low, high)
        sort, month = params.get("sort", ""), params.get("month", "")
        flags = frozenset(name for name in FLAGS if params.get(name) == "1")
        return cls(
            text=text(params.get("q", "")),
            categories=codes["category"][0],
            counties=codes["county"][0],
            producers=codes["producer"][0],
            flags=flags - {"in_season"} if _MONTH.fullmatch(month) else flags,
            month=int(month) if _MONTH.fullmatch(month) else 0,
            currency=currency,
            priced_in=priced_in,
            price_min=None if error else low,
            price_max=None if error else high,
            typed_min=typed_min,
            typed_max=typed_max,
            price_error=error,
            sort=sort if sort in sorts else sorts[0],
            view=TABLE if params.get("view") == TABLE else CARDS,
            page=page_number(params.get("page", "1")),
            has_unknown=any(has_unknown for _, has_unknown in codes.values()) or _has_unknown_choice(params),
        )

    def pairs(self, *, default_sort: str) -> Pairs:
        """Write the query back, sorted by name; the first page and the default order are not written."""
        several = [("category", self.categories), ("county", self.counties), ("producer", self.producers)]
        written = [(name, value) for name, values in several for value in values]
        written += [(name, "1") for name in self.flags]
        written += [("month", str(self.month) if self.month else "")]
        written += [("currency", self.currency if self.currency != HOME_CURRENCY else "")]
        written += [("price_min", self.typed_min), ("price_max", self.typed_max), ("q", self.text)]
        written += [("sort", self.sort if self.sort != default_sort else "")]
        written += [("view", self.view if self.view != CARDS else "")]
        written += [("page", str(self.page) if self.page > 1 else "")]
        return sorted((pair for pair in written if pair[1]), key=lambda pair: pair[0])

    def without(self, name: str, value: str) -> Self:
        """Return the query less one chosen filter, from its first page."""
        if name in FLAGS:
            return replace(self, flags=self.flags - {name}, page=1)
        if name == "month":
            return replace(self, month=0, page=1)
        if name == "price":
            none = replace(self, typed_min="", typed_max="", price_min=None, price_max=None, price_error="")
            return replace(none, priced_in="", page=1)
        kept = {
            own: tuple(one for one in values if (own, one) != (name, value))
            for own, values in (("category", self.categories), ("county", self.counties), ("producer", self.producers))
        }
        return replace(self, page=1, categories=kept["category"], counties=kept["county"], producers=kept["producer"])

    def knowing(self, *, categories: tuple[str, ...], counties: tuple[str, ...], producers: tuple[str, ...]) -> Self:
        """Return the query with the codes that exist; the others are noted as unknown."""
        known = replace(self, categories=categories, counties=counties, producers=producers)
        return self if known == self else replace(known, has_unknown=True)

    def in_home_currency(self) -> Self:
        """Return the query without its price, in USD: its currency is none of ours, so the price means nothing."""
        return replace(self.without("price", ""), page=self.page, currency=HOME_CURRENCY, has_unknown=True)

    def narrowed(self, categories: tuple[str, ...]) -> Self:
        """Return the query with these categories and nothing noted: what fell away is implied by the rest."""
        return self if categories == self.categories else replace(self, categories=categories)

    @property
    def chosen_count(self) -> int:
        has_price = self.price_min is not None or self.price_max is not None
        several = len(self.categories) + len(self.counties) + len(self.producers) + len(self.flags)
        return several + bool(self.month) + has_price

    @property
    def is_in_season(self) -> bool:
        return bool(self.month) or "in_season" in self.flags


def text(typed: str) -> str:
    """Return what was searched for in NFC, without control characters, at most ``MAX_TEXT`` characters."""
    written = unturned(typed[: MAX_TEXT * 2])
    kept = "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in written)
    return unicodedata.normalize("NFC", kept).strip()[:MAX_TEXT]


def page_number(typed: str) -> int:
    """Read a page number.

    Raises:
        Http404: no number from 1 to ``MAX_PAGE``.
    """
    if not _PAGE.fullmatch(typed) or int(typed) > MAX_PAGE:
        raise Http404
    return int(typed)


def _codes(params: QueryDict, name: str) -> tuple[tuple[str, ...], bool]:
    values = [value for value in params.getlist(name) if value]
    good = tuple(dict.fromkeys(value for value in values if _CODE.fullmatch(value)))[:MAX_VALUES]
    return good, len(good) < len(dict.fromkeys(values))


def _currency(params: QueryDict, name: str) -> str:
    code = params.get(name, "")
    return code if _CURRENCY.fullmatch(code) else ""


def _has_unknown_choice(params: QueryDict) -> bool:
    month = params.get("month", "")
    has_unknown_currency = any(params.get(name) and not _currency(params, name) for name in ("currency", "priced_in"))
    if has_unknown_currency or (month and not _MONTH.fullmatch(month)):
        return True
    return any(params.get(name, "") not in {"", "0", "1"} for name in FLAGS)


def _price_error(typed_min: str, typed_max: str, low: Decimal | None, high: Decimal | None) -> str:
    if (typed_min and low is None) or (typed_max and high is None):
        return "number"
    return "order" if low is not None and high is not None and low > high else ""
