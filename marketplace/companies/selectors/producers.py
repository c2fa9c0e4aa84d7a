"""Producers as visitors see them."""

from __future__ import annotations

from typing import cast

from marketplace.companies.models import Company, CompanyQuerySet


def producers(*, county_id: int | None = None) -> CompanyQuerySet:
    """Return visible producers with their county, in the order they came; one query. Counting their goods is the
    catalogue's.
    """
    found = cast("CompanyQuerySet", Company.objects.all()).producers().select_related("county").order_by("pk")
    return found.filter(county_id=county_id) if county_id is not None else found


def producer_by_slug(slug: str) -> Company:
    """Return one visible producer with its county. One query.

    Raises:
        Company.DoesNotExist: no such producer, or visitors may not see it.
    """
    return producers().get(slug=slug)
