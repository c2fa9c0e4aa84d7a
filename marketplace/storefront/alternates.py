"""One page in every language: for the switch in the head, ``hreflang`` and the canonical address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from marketplace.kernel.amounts import plain, read_amount
from marketplace.kernel.languages import language_of
from marketplace.storefront import addresses, languages
from marketplace.storefront.query import HOME_CURRENCY

_PRICES: Final = frozenset({"price_min", "price_max"})


@dataclass(frozen=True, slots=True)
class Alternate:
    """``url`` keeps the whole query, so that a reader stays where she is; ``canonical`` is the page's one address."""

    code: str
    label: str
    url: str
    canonical: str
    is_current: bool


def alternates(request: HttpRequest) -> list[Alternate]:
    """Return the forms in every language of the requested page; empty for an address that has no language."""
    current = languages.of_path(request.path)
    if current is None:
        return []
    shown = _pairs(request)
    lasting = canonical_pairs(shown)
    return [
        Alternate(
            code=code,
            label=language_of(code).own_name,
            url=addresses.address(languages.in_language(request.path, code), _rewritten(shown, current, code)),
            canonical=addresses.address(languages.in_language(request.path, code), _rewritten(lasting, current, code)),
            is_current=code == current,
        )
        for code in languages.CODES
    ]


def canonical_pairs(pairs: addresses.Pairs) -> addresses.Pairs:
    """Leave out what only changes how the page shows its goods; the first page is the page without a number."""
    has_price = any(name.startswith("price_") for name, _ in pairs)
    # A currency only changes how prices are written, unless a price was typed in it.
    kept = addresses.without(pairs, addresses.PRESENTATION if has_price else addresses.PRESENTATION | {"currency"})
    return [pair for pair in kept if pair != ("page", "1")]


def _rewritten(pairs: addresses.Pairs, source: str, target: str) -> addresses.Pairs:
    """Write prices as the other language does: 500.000 is half a million in Vietnamese and five hundred elsewhere."""
    if language_of(source).decimal == language_of(target).decimal:
        return pairs
    said = dict(pairs)
    currency = said.get("priced_in") or said.get("currency") or HOME_CURRENCY
    return [(name, _amount_in(target, value, source, currency) if name in _PRICES else value) for name, value in pairs]


def _amount_in(target: str, typed: str, source: str, currency: str) -> str:
    amount = read_amount(typed, language=source, currency=currency)
    return typed if amount is None else plain(amount, language=target)


def _pairs(request: HttpRequest) -> addresses.Pairs:
    try:
        return addresses.pairs(request.META.get("QUERY_STRING", ""))
    except ValueError:
        return []
