"""Goods on a page of ours: the same cards as in the market's lists."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from cms.blocks.speech import reader
from marketplace.catalog.selectors import cards_by_sku
from marketplace.storefront import revision
from marketplace.storefront.cards import CardLook, of_cards


def cards_of(skus: Sequence[str], *, level: int = 3) -> list[SafeString]:
    """Return the cards of these goods in the reader's language, in this order; unpublished ones are left out."""
    found = cards_by_sku(skus, language=reader(), revision=revision.current())
    return of_cards(found, CardLook(language=reader(), level=level))
