"""The rail of filters beside a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from marketplace.kernel import formats
from marketplace.storefront.facets import Facet
from marketplace.storefront.frame import filled
from marketplace.storefront.price_range import PriceRange
from marketplace.storefront.query import CARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterPanel:
    """``action``: the address of the list; ``clear_url``: without any filter; ``chosen``: how many there are;
    ``words``: what is searched for, in a list that is found by words; ``view``: cards or a table.
    """

    facets: Sequence[Facet]
    price: PriceRange
    action: str
    clear_url: str
    language: str
    chosen: int = 0
    words: str = ""
    view: str = CARDS

    @property
    def drawn(self) -> SafeString:
        """The rail as markup, in the active language."""
        kept = f'<input type="hidden" name="q" value="{escape(self.words)}">' if self.words else ""
        if self.view != CARDS:
            kept += f'<input type="hidden" name="view" value="{escape(self.view)}">'
        texts = {
            "action": self.action,
            "clear_url": self.clear_url,
            "chosen": formats.number(self.chosen, language=self.language) if self.chosen else "",
            "kept": mark_safe(kept),
            "facets": mark_safe("".join(facet.drawn for facet in self.facets)),
            "price": self.price.drawn,
        }
        return filled("components/_filters.html", texts)
