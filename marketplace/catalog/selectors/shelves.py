"""Short rows of goods for pages that are about something else: a season, a county, a producer."""

from __future__ import annotations

from django.db.models import Count

from marketplace.catalog.selectors.cards import Card, first_shelf, published
from marketplace.kernel.process_cache import remember


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
    return remember(("producer counts", revision), _producer_counts, seconds=30)


def _producer_counts() -> dict[int, int]:
    return dict(published().order_by().values_list("producer_id").annotate(count=Count("pk")))
