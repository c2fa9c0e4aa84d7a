"""Which goods a visitor asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q

from marketplace.catalog.models import Good, GoodQuerySet
from marketplace.catalog.selectors.cards import published
from marketplace.catalog.selectors.tree import category_tree
from marketplace.kernel.text import is_clean
from marketplace.reference.selectors import counties

# A price has seven digits before the point; what asks for more asks for everything or nothing.
_MAX_PRICE: Final = Decimal("9999999.99999")
_MAX_CODE: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodFilters:
    """Several values of one filter mean any of them; several filters mean all of them. Unknown codes match nothing.

    ``categories`` are codes (with all below them), ``counties`` and ``producers`` slugs, ``documents`` codes of
    papers that the export needs. ``month`` (1 to 12) is the month that "in season" speaks of. Prices are USD for the
    good's unit, inclusive, whatever money it is sold for.
    """

    categories: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    in_season: bool = False
    month: int = 1
    gi: bool = False
    cold_chain: bool = False
    price_min: Decimal | None = None
    price_max: Decimal | None = None

    @property
    def price(self) -> Q:
        """The condition on the price; empty when there is none."""
        condition = Q()
        if self.price_min is not None:
            condition &= Q(price_usd__gte=_bounded(self.price_min))
        if self.price_max is not None:
            condition &= Q(price_usd__lte=_bounded(self.price_max))
        return condition


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters resolved to ids; None where nothing is asked."""

    category_ids: frozenset[int] | None
    county_ids: frozenset[int] | None


def resolve(filters: GoodFilters, *, revision: int) -> Wanted:
    """Return the ids behind the codes of ``filters``. At most two queries, usually none."""
    tree_ids = category_tree(revision=revision).ids_under(filters.categories) if filters.categories else None
    county_ids = None
    if filters.counties:
        county_ids = frozenset(one.id for one in counties(version=revision) if one.slug in filters.counties)
    return Wanted(tree_ids, county_ids)


def unfaceted(filters: GoodFilters) -> GoodQuerySet:
    """Return the published goods that pass the filters which have no facet: producers and documents."""
    goods = published()
    if filters.producers:
        goods = goods.filter(producer__slug__in=_storable(filters.producers))
    if filters.documents:
        needed = Good.documents.through.objects.filter(
            good_id=OuterRef("pk"), exportdocument__code__in=_storable(filters.documents)
        )
        goods = goods.filter(Exists(needed))
    return goods


def matching(filters: GoodFilters, *, revision: int) -> GoodQuerySet:
    """Return the published goods that pass all ``filters``, in no order."""
    wanted = resolve(filters, revision=revision)
    goods = unfaceted(filters).filter(filters.price)
    if wanted.category_ids is not None:
        goods = goods.filter(category_id__in=wanted.category_ids)
    if wanted.county_ids is not None:
        goods = goods.filter(county_id__in=wanted.county_ids)
    if filters.gi:
        goods = goods.filter(is_gi_protected=True)
    if filters.cold_chain:
        goods = goods.filter(is_cold_chain=True)
    return goods.in_season(filters.month) if filters.in_season else goods


def _bounded(price: Decimal) -> Decimal:
    return min(max(price, -_MAX_PRICE), _MAX_PRICE).quantize(Decimal("0.00001")) if price.is_finite() else _MAX_PRICE


def _storable(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if len(code) <= _MAX_CODE and is_clean(code)]
