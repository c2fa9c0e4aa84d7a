"""What a visitor put into her basket is still there once she has signed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.catalog.models import Pack
from marketplace.kernel.formats import number
from marketplace.kernel.languages import best, texts_of
from marketplace.orders.services.basket import MergedLine, merge_baskets
from marketplace.orders.session import BASKET_TOKEN
from marketplace.storefront.kept import keep_sums

# Named one by one; of more the basket tells, line by line.
MOST_NAMED: Final = 3


def keep_basket(sender: object, request: HttpRequest, user: User, **arguments: Any) -> None:  # noqa: ARG001 - a receiver
    """Merge the visitor's basket into the person's. Receives ``user_logged_in``: sign-in has no service to call."""
    token = request.session.pop(BASKET_TOKEN, None)
    merge = merge_baskets(token=token, user=user, now=timezone.now()) if token else None
    if merge is None or not merge.sums:
        return
    keep_sums(request, merge.sums)
    with translation.override(user.language):
        for text in _told(merge.sums, user.language):
            messages.warning(request, text)


def _told(sums: Sequence[MergedLine], language: str) -> Iterator[str]:
    """Say which quantities were added up, with both numbers."""
    packs = Pack.objects.select_related("good").in_bulk([one.sku for one in sums[:MOST_NAMED]], field_name="sku")
    for one in sums[:MOST_NAMED]:
        yield _(
            "%(good)s: your account’s basket held %(own)s packs, and you had chosen %(visitors)s before you signed "
            "in. Now it holds %(now)s; in the basket one touch takes that back."
        ) % {
            "good": best(texts_of(packs[one.sku].good, "name"), language),
            "own": number(one.own, language=language),
            "visitors": number(one.visitors, language=language),
            "now": number(one.now, language=language),
        }
    if len(sums) > MOST_NAMED:
        yield _("Further quantities were added up in the same way; the basket shows each.")
