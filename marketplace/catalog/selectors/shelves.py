"""Short rows of goods for pages that are about something else: a season, a county, a producer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count

from marketplace.catalog.models import GoodQuerySet
from marketplace.catalog.selectors.cards import Card, first_shelf, published
from marketplace.reference.models import ExportDocument
from marketplace.web.process_cache import fragments


@dataclass(frozen=True, slots=True)
class Supply:
    """What a producer or a place supplies as a whole: how soon its goods are ready (days, 0 and 0 where none says),
    in which months something is harvested (bit 0 is January), and the papers that their export needs.
    """

    lead_min_days: int
    lead_max_days: int
    season_mask: int
    documents: Sequence[ExportDocument]


def supply_of_producer(company_id: int) -> Supply:
    """Return what a producer's published goods come to. Two queries."""
    return _supply(published().filter(producer_id=company_id))


def supply_of_county(county_id: int) -> Supply:
    """Return what the published goods of a county come to, without papers. One query."""
    return _supply(published().filter(county_id=county_id), with_documents=False)


def _supply(goods: GoodQuerySet, *, with_documents: bool = True) -> Supply:
    rows = list(goods.order_by().values_list("pk", "lead_time_min_days", "lead_time_max_days", "season_mask"))
    ready = [(low, high) for _, low, high, _ in rows if high]
    documents = ExportDocument.objects.filter(pk__in=goods.order_by().values("documents")).order_by("pk")
    return Supply(
        lead_min_days=min((low for low, _ in ready), default=0),
        lead_max_days=max((high for _, high in ready), default=0),
        season_mask=reduce(or_, (mask for *_, mask in rows), 0),
        documents=list(documents) if with_documents else [],
    )


def seasonal(*, month: int, language: str, limit: int = 8) -> list[Card]:
    """Return goods harvested in ``month`` (1 to 12). One query."""
    return first_shelf(published().in_season(month), limit=limit).cards(language)


def goods_of_county(county_id: int, *, language: str, limit: int = 24, offset: int = 0) -> list[Card]:
    """Return goods of one county. One query."""
    return first_shelf(published().filter(county_id=county_id), limit=limit, offset=offset).cards(language)


def goods_of_producer(company_id: int, *, language: str, limit: int = 24, offset: int = 0) -> list[Card]:
    """Return the published goods of one producer. One query."""
    return first_shelf(published().filter(producer_id=company_id), limit=limit, offset=offset).cards(language)


def producer_counts(*, revision: int) -> dict[int, int]:
    """Return how many published goods each producer has, by its id. One query, or none."""
    return fragments.remember(("producer counts", revision), _producer_counts)


def _producer_counts() -> dict[int, int]:
    return dict(published().order_by().values_list("producer_id").annotate(count=Count("pk")))
