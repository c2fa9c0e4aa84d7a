"""What the session keeps for a reader across her sign-in: what she had typed, and which quantities were added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest

from marketplace.kernel.text import clean
from marketplace.orders.services.basket import MergedLine

_TYPED: Final = "typed_before_sign_in"
_MERGED: Final = "basket_sums"
# Of one form; more is no text that somebody typed.
MOST_FIELDS: Final = 40
MOST_CHARACTERS: Final = 4_000
# A password is never kept, a code is of no use later, and tokens belong to the page that is gone.
_NEVER: Final = ("password", "csrf", "code", "secret", "key", "fingerprint")
# Forms that show again what was typed into them; of others nothing is kept.
SHOWN_AGAIN: Final = frozenset({"storefront:checkout"})


def keep_typed(request: HttpRequest) -> None:
    """Keep the texts of a form that came without its session, for the page of the same address that shows them."""
    match = request.resolver_match
    if match is None or match.view_name not in SHOWN_AGAIN:
        return
    values = {
        name: clean(str(value), limit=MOST_CHARACTERS)
        for name, value in list(request.POST.items())[:MOST_FIELDS]
        if not any(word in name.lower() for word in _NEVER)
    }
    request.session[_TYPED] = {"path": request.path, "values": values}


def take_typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed into the form of this address before its session ended, once."""
    kept = request.session.get(_TYPED)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[_TYPED]
    return dict(kept["values"])


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
