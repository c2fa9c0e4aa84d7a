"""The rail of filters beside a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.storefront.facets import Facet
from marketplace.storefront.price_range import PriceRange
from marketplace.storefront.query import CARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterPanel:
    """What the component ``filters`` shows. ``action``: the address of the list; ``clear_url``: without any filter;
    ``chosen``: how many there are; ``words``: what is searched for, in a list that is found by words; ``view``: cards
    or a table.
    """

    facets: Sequence[Facet]
    price: PriceRange
    action: str
    clear_url: str
    chosen: int = 0
    words: str = ""
    view: str = CARDS

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the form sends along, by name: what stays as it is when a filter is chosen."""
        kept = [("q", self.words), ("view", self.view if self.view != CARDS else "")]
        return [(name, value) for name, value in kept if value]
