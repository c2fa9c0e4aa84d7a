"""What the session keeps for a reader across her sign-in: which quantities of two baskets were added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest

from marketplace.orders.services.basket import MergedLine

_MERGED: Final = "basket_sums"


def keep_sums(request: HttpRequest, sums: Iterable[MergedLine]) -> None:
    """Remember which quantities were added up at sign-in, and from which two numbers."""
    found = {one.sku: [one.own, one.visitors, one.now] for one in sums}
    if found:
        request.session[_MERGED] = {**request.session.get(_MERGED, {}), **found}


def sums_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return the sums that nobody has looked at and settled: sku -> own, visitor's and present quantity."""
    found: Mapping[str, Any] = request.session.get(_MERGED, {})
    return found


def forget_sum(request: HttpRequest, sku: str) -> None:
    """Take a sum as settled."""
    request.session[_MERGED] = {key: value for key, value in sums_of(request).items() if key != sku}
