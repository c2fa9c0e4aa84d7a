"""Reads of the catalogue, each with a bound on its queries that does not depend on the number of goods."""

from marketplace.catalog.selectors.cards import Card, cards, cards_by_sku, good_of_anybody, goods_of, published
from marketplace.catalog.selectors.detail import GoodDetail, good_detail, related
from marketplace.catalog.selectors.facets import Facets, county_counts, facets
from marketplace.catalog.selectors.filters import GoodFilters
from marketplace.catalog.selectors.listing import SORTS, Listing, listing
from marketplace.catalog.selectors.packs import packs_of
from marketplace.catalog.selectors.pictures import PictureData, first_pictures, picture_data
from marketplace.catalog.selectors.shelves import (
    Supply,
    goods_of_county,
    goods_of_producer,
    producer_counts,
    seasonal,
    supply_of_county,
    supply_of_producer,
)
from marketplace.catalog.selectors.tree import (
    CategoryNode,
    CategoryTree,
    category_tree,
    producer_names,
    storefront_revision,
)
from marketplace.catalog.selectors.words import last_word, last_words

__all__ = [
    "SORTS",
    "Card",
    "CategoryNode",
    "CategoryTree",
    "Facets",
    "GoodDetail",
    "GoodFilters",
    "Listing",
    "PictureData",
    "Supply",
    "cards",
    "cards_by_sku",
    "category_tree",
    "county_counts",
    "facets",
    "first_pictures",
    "good_detail",
    "good_of_anybody",
    "goods_of",
    "goods_of_county",
    "goods_of_producer",
    "last_word",
    "last_words",
    "listing",
    "packs_of",
    "picture_data",
    "producer_counts",
    "producer_names",
    "published",
    "related",
    "seasonal",
    "storefront_revision",
    "supply_of_county",
    "supply_of_producer",
]
