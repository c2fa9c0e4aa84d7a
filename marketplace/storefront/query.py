"""What an address asks of a list of goods: read strictly, written back in one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Self

from django.http import Http404, QueryDict

from marketplace.storefront.addresses import Pairs

PAGE_SIZE: Final = 24
MAX_PAGE: Final = 10_000
MAX_VALUES: Final = 32
MAX_TEXT: Final = 200
FLAGS: Final = ("in_season", "gi", "cold_chain")
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,5})?", re.ASCII)
_PAGE: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Filters, order and page. ``typed_*`` is what stood in the price fields; ``price_error``: "", "number", "order".

    ``has_unknown``: some value is none that could exist; it is left out and the page says so. Prices are USD a unit.
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    typed_min: str = ""
    typed_max: str = ""
    price_error: str = ""
    sort: str = ""
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
        low, high = (price(typed, language=language) for typed in (typed_min, typed_max))
        error = _price_error(typed_min, typed_max, low, high)
        sort = params.get("sort", "")
        return cls(
            text=text(params.get("q", "")),
            categories=codes["category"][0],
            counties=codes["county"][0],
            producers=codes["producer"][0],
            flags=frozenset(name for name in FLAGS if params.get(name) == "1"),
            price_min=None if error else low,
            price_max=None if error else high,
            typed_min=typed_min,
            typed_max=typed_max,
            price_error=error,
            sort=sort if sort in sorts else sorts[0],
            page=page_number(params.get("page", "1")),
            has_unknown=any(has_unknown for _, has_unknown in codes.values()) or _has_unknown_flag(params),
        )

    def pairs(self, *, default_sort: str) -> Pairs:
        """Write the query back, sorted by name; the first page and the default order are not written."""
        several = [("category", self.categories), ("county", self.counties), ("producer", self.producers)]
        written = [(name, value) for name, values in several for value in values]
        written += [(name, "1") for name in self.flags]
        written += [("price_min", self.typed_min), ("price_max", self.typed_max), ("q", self.text)]
        written += [("sort", self.sort if self.sort != default_sort else "")]
        written += [("page", str(self.page) if self.page > 1 else "")]
        return sorted((pair for pair in written if pair[1]), key=lambda pair: pair[0])

    def without(self, name: str, value: str) -> Self:
        """Return the query less one chosen filter, from its first page."""
        if name in FLAGS:
            return replace(self, flags=self.flags - {name}, page=1)
        if name == "price":
            return replace(self, typed_min="", typed_max="", price_min=None, price_max=None, price_error="", page=1)
        kept = {
            own: tuple(one for one in values if (own, one) != (name, value))
            for own, values in (("category", self.categories), ("county", self.counties), ("producer", self.producers))
        }
        return replace(self, page=1, categories=kept["category"], counties=kept["county"], producers=kept["producer"])

    def knowing(self, *, categories: tuple[str, ...], counties: tuple[str, ...]) -> Self:
        """Return the query with the codes that exist; the others are noted as unknown."""
        is_same = categories == self.categories and counties == self.counties
        return self if is_same else replace(self, categories=categories, counties=counties, has_unknown=True)

    def narrowed(self, categories: tuple[str, ...]) -> Self:
        """Return the query with these categories and nothing noted: what fell away is implied by the rest."""
        return self if categories == self.categories else replace(self, categories=categories)

    @property
    def chosen_count(self) -> int:
        has_price = self.price_min is not None or self.price_max is not None
        return len(self.categories) + len(self.counties) + len(self.producers) + len(self.flags) + has_price


def text(typed: str) -> str:
    """Return what was searched for in NFC, without control characters, at most ``MAX_TEXT`` characters."""
    kept = "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in typed[: MAX_TEXT * 2])
    return unicodedata.normalize("NFC", kept).strip()[:MAX_TEXT]


def price(typed: str, *, language: str) -> Decimal | None:
    """Read an amount: a point before the decimals, in Vietnamese also a comma. None for anything else."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if language == "vi":
        plain = plain.replace(",", ".", 1)
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


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


def _has_unknown_flag(params: QueryDict) -> bool:
    return any(params.get(name, "") not in {"", "0", "1"} for name in FLAGS)


def _price_error(typed_min: str, typed_max: str, low: Decimal | None, high: Decimal | None) -> str:
    if (typed_min and low is None) or (typed_max and high is None):
        return "number"
    return "order" if low is not None and high is not None and low > high else ""
