"""What the search page shows while the engine cannot answer: the goods under the same filters, whatever the words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from marketplace.storefront import addresses, listing
from marketplace.storefront.asking import DEFAULT_SORT, save_address
from marketplace.storefront.facets import Shop
from marketplace.storefront.query import ListQuery


def degraded_context(query: ListQuery, shop: Shop, *, revision: int) -> dict[str, Any]:
    """Return what ``storefront/_degraded.html`` shows: the first page of the list of goods, and where the rest is.

    The database is asked for no text: that would be slow, and wrong in Chinese and Vietnamese.
    """
    path = reverse("storefront:search")
    sort = query.sort if query.sort in listing.SORTS else listing.DEFAULT_SORT
    shown = replace(query, sort=sort, page=1)
    listed = listing.list_context(shown, shop, revision=revision)
    chosen = [pair for pair in shown.pairs(default_sort=listing.DEFAULT_SORT) if pair[0] != "q"]
    return {
        **listed,
        **listing.result_context(query, shop, path=path, default_sort=DEFAULT_SORT, total=listed["total"], pages=1),
        "panel": replace(listed["panel"], action=path, clear_url=listing.clear_address(query, path), words=query.text),
        "again_url": addresses.address(path, query.pairs(default_sort=DEFAULT_SORT)),
        "save_url": save_address(query),
        "goods_url": addresses.address(reverse("storefront:goods-list"), chosen),
    }
